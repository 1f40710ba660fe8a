import StuntContract
import StuntJSON

// Lists that answers repeat a template for.
extension Turn {
  /// Appends a list as JSON.
  mutating func append(_ list: Binding.List, _ shape: Binding.Item, to out: inout ByteSink) {
    out.append(UInt8(ascii: "["))
    var isFirst = true
    func comma(_ out: inout ByteSink) {
      if !isFirst { out.append(UInt8(ascii: ",")) }
      isFirst = false
    }
    switch (list, shape) {
    case (.page, _):
      for body in page?.bodies ?? [] {
        comma(&out)
        out.append(contentsOf: body)
      }
    case (.logs, .template(let template)):
      for log in job.map({ $0.logs(at: now, by: provider.scenarios[Int($0.scenario)]) })?.dropFirst(firstLog)
        ?? []
      {
        comma(&out)
        item = .log(message: log.message, at: log.at)
        appendElement(template, to: &out)
      }
    case (.pictures, .template(let template)):
      appendPictures(template, to: &out)
    case (.table(let table), .template(let template)):
      for row in provider.behavior.tables[table].rows.indices
      where provider.behavior.tables[table].isListed(row) {
        comma(&out)
        item = .row(table: table, row: row)
        appendElement(template, to: &out)
      }
    case (.logs, .answer), (.table, .answer), (.pictures, .answer):
      preconditionFailure("the compiler refuses answers of what is no job")
    }
    item = nil
    out.append(UInt8(ascii: "]"))
  }

  /// Appends a body that a list repeats, for the item that is set.
  mutating func appendElement(_ template: Int32, to out: inout ByteSink) {
    for index in program.lists.templates[Int(template)].pieces {
      switch program.lists.pieces[index] {
      case .bytes(let bytes): program.append(bytes, to: &out)
      case .slot(let binding): append(binding, to: &out)
      }
    }
  }
}
