struct HTMLReport { init(_ view: SuiteView, _ options: ReportOptions) {}; var text: String { "" } }
