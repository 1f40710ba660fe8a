import StuntContract
import StuntJSON
import StuntSchema

/// Says where a name would be right.
struct NamesSearch {
  private let names: DocumentedNames

  init(_ names: DocumentedNames) {
    self.names = names
  }

  /// Where else the name of a body's member is documented, or the neighbour that it is like.
  func closest(to name: String, inBodyAt pointer: JSONPointer) -> String? {
    if let place = names.places(of: name).first { return "body \(place)" }
    if names.query.contains(name) { return "query \(name)" }
    let fields = names.fields.first { $0.lowercased() == name.lowercased() }
    if let fields { return "header \(fields)" }
    var level = 0
    for token in pointer.tokens.dropLast() {
      guard let inner = names.levels[level].level(of: token) ?? names.levels[level].element else { break }
      level = inner
    }
    let near = NearestName.among(names.levels[level].members.map(\.name), to: name)
    return near.map { "body \(JSONPointer(tokens: pointer.tokens.dropLast() + [$0]))" }
  }

  /// The same for a parameter of the query.
  func closest(toParameter name: String) -> String? {
    if let place = names.places(of: name).first { return "body \(place)" }
    return NearestName.among(names.query, to: name).map { "query \($0)" }
  }
}
