import StuntContract
import StuntDouble
import StuntJSON
import StuntProviders

/// `stuntdouble check --coverage`: shows, by playing, what of the documents the double does.
enum CheckCoverage {
  /// Where the documents stand in the source tree.
  private static let sources = "Contracts/providers"

  static func run(_ paths: [String], holesOnly: Bool, isJSON: Bool) -> ExitCode {
    var reports: [CoverageReport] = []
    var isWhole = true
    do {
      for folder in try folders(paths) {
        let registry = try ProviderRegistry(selection: [folder])
        let (contract, exercises) = try CoverageFolder.documents(in: folder)
        let report = CoverageReport(
          try CoverageRun(registry: registry, documents: contract, exercises: exercises))
        reports.append(report)
        isWhole = isWhole && report.isWhole
        for error in report.run.errors { Terminal.err("\(error)") }
        if !isJSON { for line in report.lines(holesOnly: holesOnly) { Terminal.out(line) } }
      }
    } catch {
      Terminal.err("\(error)")
      return .failure
    }
    if isJSON {
      Terminal.out(String(decoding: JSONWriter.bytes(.array(reports.map(\.json)), .pretty), as: UTF8.self))
    } else {
      for report in reports { Terminal.out(report.summary) }
    }
    return isWhole ? .success : .failure
  }

  /// The folders that are meant: by path, or by name where the sources are at hand.
  private static func folders(_ paths: [String]) throws(DocumentError) -> [String] {
    var folders: [String] = []
    for path in paths.isEmpty ? [sources] : paths {
      let below = ProviderFolder.kind(of: path) == .folder ? path : sources + "/" + path
      let found = try CoverageFolder.providers(below: below)
      guard !found.isEmpty else {
        throw DocumentError(
          DocumentError.Place(file: path),
          .unreadable(
            reason: "there is no provider's folder with a behavior.json;"
              + " name one, or run this where \(sources) is, since exercises do not ship"))
      }
      folders += found
    }
    return folders
  }
}
