package import StuntJSON

/// Compiles schemas of draft 2020-12 out of registered documents; nothing is ever fetched.
package struct SchemaCompiler: Sendable {
  /// What may differ between dialects and users.
  package struct Options: Sendable {
    /// Whether `format` is checked; otherwise it is an annotation, as the draft says.
    package var assertFormats = false
    /// Whether members of schemas that are no keywords are errors; otherwise they are ignored, as the draft says.
    package var refusesUnknownKeywords = true
    /// Members of schemas that say nothing about instances and are allowed, besides those that begin with `x-`.
    package var annotations: Set<String> = []
    /// Formats that are allowed and never checked.
    package var annotationFormats: Set<String> = []

    /// Refuses what is unknown; checks no formats.
    package init() {}

    /// For the schemas in OpenAPI documents: their own annotations are allowed, formats are checked.
    package static var openAPI: Options {
      var options = Options()
      options.assertFormats = true
      options.annotations = ["discriminator", "example", "xml", "externalDocs"]
      return options
    }

    /// By the letter of the draft: what is unknown is ignored.
    package static var lenient: Options {
      var options = Options()
      options.refusesUnknownKeywords = false
      return options
    }
  }

  private let options: Options
  private var registry = SchemaRegistry()

  /// Starts with no documents.
  package init(options: Options = Options()) { self.options = options }

  /// Adds a document under the URI that references know it by; its root may be a schema or have schemas inside.
  package mutating func register(_ document: JSONDocument, at uri: String) throws(SchemaError) {
    try registry.register(document, at: uri)
  }

  /// Compiles the schema at a URI, with a JSON Pointer or an anchor as fragment.
  package func compile(_ reference: String) throws(SchemaError) -> Schema {
    try compile([reference])[0]
  }

  /// Compiles several schemas into one program, in which what they share stands once.
  package func compile(_ references: [String]) throws(SchemaError) -> [Schema] {
    var builder = ProgramBuilder(registry: registry, options: options)
    var entries: [UInt32] = []
    for reference in references { entries.append(try builder.add(reference)) }
    let source = SchemaSource(try builder.finish())
    return entries.map { Schema(source: source, entry: $0) }
  }

  /// Where a schema stands: at an index of the tape of the document that was registered at a URI.
  package struct Place: Hashable, Sendable {
    package let uri: String
    package let index: Int

    /// A place of a document.
    package init(uri: String, index: Int) {
      self.uri = uri
      self.index = index
    }
  }

  /// Compiles the schemas at several places into one program, in which what they share stands once.
  package func compile(_ places: [Place]) throws(SchemaError) -> [Schema] {
    var builder = ProgramBuilder(registry: registry, options: options)
    var entries: [UInt32] = []
    for place in places { entries.append(try builder.add(place)) }
    let source = SchemaSource(try builder.finish())
    return entries.map { Schema(source: source, entry: $0) }
  }

  /// The schema at a place, compiled by itself when it is first used.
  ///
  /// - Precondition: `compile` has found no mistake in it, before.
  package func deferred(_ place: Place) -> Schema {
    let source = SchemaSource { [registry, options] in
      var builder = ProgramBuilder(registry: registry, options: options)
      do throws(SchemaError) {
        // The first schema of a program has the number 0.
        let entry = try builder.add(place)
        precondition(entry == 0)
        return try builder.finish()
      } catch {
        preconditionFailure("a schema was changed after it was checked: \(error)")
      }
    }
    return Schema(source: source, entry: 0)
  }
}
