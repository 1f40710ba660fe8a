internal import StuntJSON

/// The documents that references may lead to, and the schema resources and anchors found in them.
struct SchemaRegistry: Sendable {
  /// A value in a registered document.
  struct Location: Hashable, Sendable {
    var document: Int
    var index: Int
  }

  /// A schema with a URI of its own, and all that belongs to it. JSON Schema core, 4.3.5.
  struct Resource: Sendable {
    var uri: String
    var root: Location
    /// What `$schema` says here or further out.
    var dialect: String?
    var anchors: [String: Int] = [:]
    var dynamicAnchors: [String: Int] = [:]
  }

  private(set) var documents: [JSONDocument] = []
  private(set) var resources: [Resource] = []
  private var resourceByURI: [String: Int] = [:]
  /// The resource of every object that is known to be a schema.
  private var resourceByLocation: [Location: Int] = [:]

  /// Adds a document under the URI that it was found at.
  mutating func register(_ document: JSONDocument, at uri: String) throws(SchemaError) {
    let base = URIReference(uri).absolute
    let root = Location(document: documents.count, index: 0)
    guard resourceByURI[base] == nil else { throw .duplicateIdentifier(base, at: base + "#") }
    documents.append(document)
    resources.append(Resource(uri: base, root: root))
    resourceByURI[base] = resources.count - 1
    try scan(root, resource: resources.count - 1)
  }

  func node(_ location: Location) -> JSONNode {
    JSONNode(document: documents[location.document], index: location.index)
  }

  /// A location as errors write it.
  func text(_ location: Location, in resource: Int) -> String {
    let root = resources[resource].root
    let outer = root.document == location.document && root.index <= location.index ? root.index : 0
    return resources[resource].uri
      + JSONPointer(from: outer, to: location.index, in: documents[location.document]).fragment
  }

  /// Finds a resource by its URI.
  func resource(at uri: String) -> Int? { resourceByURI[uri] }

  /// All URIs, sorted, for suggestions.
  var uris: [String] { resourceByURI.keys.sorted() }

  /// The resource of a schema that was found by scanning.
  func resource(of location: Location) -> Int? { resourceByLocation[location] }

  /// Follows a pointer from a resource's root, and notices when it enters another resource; or says where it ends.
  func follow(_ pointer: JSONPointer, from resource: Int) -> (
    location: Location, resource: Int, missing: String?
  ) {
    var location = resources[resource].root
    var resource = resource
    for token in pointer.tokens {
      let node = node(location)
      let child = node.kind == .array ? JSONPointer.index(token).flatMap { node[$0] } : node[token]
      guard let child else { return (location, resource, token) }
      location.index = child.index
      if let inner = resourceByLocation[location], resources[inner].root == location { resource = inner }
    }
    return (location, resource, nil)
  }

  /// Finds identifiers in a schema and the schemas inside it; each schema is looked at once.
  mutating func scan(_ location: Location, resource: Int) throws(SchemaError) {
    var open = [(location: location, resource: resource)]
    while let (location, outer) = open.popLast() {
      let node = node(location)
      guard node.kind == .object, resourceByLocation[location] == nil else { continue }
      let resource = try identify(node, at: location, in: outer)
      resourceByLocation[location] = resource
      for (name, value) in node.members {
        guard let keyword = Keyword.named(name) else { continue }
        let children: [JSONNode]
        switch keyword.children {
        case .none: continue
        case .schema: children = [value]
        case .array: children = Array(value.elements)
        case .object: children = value.members.map(\.value)
        }
        for child in children {
          open.append((Location(document: location.document, index: child.index), resource))
        }
      }
    }
  }

  /// Reads `$id`, `$schema` and the anchors of one schema, and says which resource it belongs to.
  private mutating func identify(
    _ node: JSONNode, at location: Location, in outer: Int
  ) throws(SchemaError) -> Int {
    var resource = outer
    if let id = node[Keyword.id.rawValue]?.string {
      let reference = URIReference(id)
      guard reference.fragment?.isEmpty ?? true else {
        throw .wrongValue(keyword: "$id", expected: "a URI without a fragment", at: text(location, in: outer))
      }
      let uri = reference.resolved(against: URIReference(resources[outer].uri)).absolute
      if uri != resources[outer].uri { resource = try add(uri, at: location, in: outer) }
    }
    if let dialect = node[Keyword.schema.rawValue]?.string { resources[resource].dialect = dialect }
    if let name = node[Keyword.anchor.rawValue]?.string {
      try check(anchor: name, resources[resource].anchors[name], at: location, resource)
      resources[resource].anchors[name] = location.index
    }
    if let name = node[Keyword.dynamicAnchor.rawValue]?.string {
      try check(anchor: name, resources[resource].dynamicAnchors[name], at: location, resource)
      resources[resource].dynamicAnchors[name] = location.index
    }
    return resource
  }

  private mutating func add(_ uri: String, at location: Location, in outer: Int) throws(SchemaError) -> Int {
    guard resourceByURI[uri] == nil else {
      throw .duplicateIdentifier(uri, at: text(location, in: outer))
    }
    if resources[outer].root == location {
      // The document's own URI: it is known by that and by where it was found.
      resources[outer].uri = uri
      resourceByURI[uri] = outer
      return outer
    }
    resources.append(Resource(uri: uri, root: location, dialect: resources[outer].dialect))
    resourceByURI[uri] = resources.count - 1
    return resources.count - 1
  }

  private func check(
    anchor name: String, _ known: Int?, at location: Location, _ resource: Int
  ) throws(SchemaError) {
    guard known == nil else { throw .duplicateIdentifier(name, at: text(location, in: resource)) }
    let isFirst = name.utf8.first.map { $0.isLetter || $0 == 0x5F } ?? false
    let isName = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    guard isFirst, isName else {
      throw .wrongValue(
        keyword: "$anchor", expected: "a letter or _, then letters, digits, - . _",
        at: text(location, in: resource))
    }
  }
}
