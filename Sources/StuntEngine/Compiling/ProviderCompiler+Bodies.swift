import StuntContract
import StuntJSON

extension ProviderCompiler {
  /// A body before it is compiled: an example, and what is bound where.
  private struct Sketch {
    var example: JSONValue
    var bindings: [(pointer: JSONPointer, node: DocumentNode)] = []
  }

  /// A compiled body, with what proves things about it.
  struct Body {
    var source: BodySource
    var example: [UInt8] = []
    /// Where the values of the template's places stand in the example, in their order.
    var places: [JSONPointer] = []
  }

  /// A body: the name of one, an example with bindings, an extension of another, or a quirk.
  func body(_ node: DocumentNode) throws(DocumentError) -> Body {
    if node.node.string == nil, let quirk = node.optional("quirk") {
      try node.refuseUnknownMembers(except: ["quirk"])
      let name = try quirk.string()
      guard let known = quirks.first(where: { $0.name == name }) else {
        throw unknown("quirk", quirk, in: quirks.map(\.name))
      }
      return Body(source: .quirk(known))
    }
    let sketch = try sketch(node, depth: 0)
    var builder = TemplateBuilder()
    for (pointer, node) in sketch.bindings {
      let binding = try binding(node)
      guard sketch.example[pointer] != nil else {
        throw node.error(
          .contradiction("the example has no value at \(pointer); add one, or mend the pointer"))
      }
      builder.bindings.append((pointer, binding, binding.traits(in: self)))
    }
    return builder.body(of: sketch.example, in: program)
  }

  private func sketch(_ node: DocumentNode, depth: Int) throws(DocumentError) -> Sketch {
    guard depth < Limits.bodyDepthMax else {
      throw node.error(.contradiction("the bodies extend one another in a circle; end it"))
    }
    if let name = node.node.string {
      guard let body = bodies.first(where: { $0.name == name })?.value else {
        throw unknown("body", node, in: bodies.map(\.name))
      }
      return try sketch(body, depth: depth + 1)
    }
    try node.refuseUnknownMembers(except: ["example", "bind", "extends", "set", "remove", "description"])
    var sketch: Sketch
    if let extended = node.optional("extends") {
      guard node.optional("example") == nil else {
        throw node.error(.contradiction("a body has an example or extends another, not both"))
      }
      sketch = try self.sketch(extended, depth: depth)
    } else {
      sketch = Sketch(example: try node.required("example").node.value)
    }
    for (text, value) in try node.optional("set")?.members() ?? [] {
      try set(value.node.value, at: text, value, in: &sketch)
    }
    for element in try node.optional("remove")?.elements() ?? [] {
      try set(nil, at: try element.string(), element, in: &sketch)
    }
    for (text, value) in try node.optional("bind")?.members() ?? [] {
      guard let pointer = try? JSONPointer(parsing: text) else {
        throw value.expected("a JSON Pointer as its name")
      }
      sketch.bindings.removeAll { $0.pointer.starts(with: pointer) }
      sketch.bindings.append((pointer, value))
    }
    return sketch
  }

  /// Puts a value in the example, or takes one out; what was bound there or below is bound no more.
  private func set(
    _ value: JSONValue?, at text: String, _ node: DocumentNode, in sketch: inout Sketch
  ) throws(DocumentError) {
    guard let pointer = try? JSONPointer(parsing: text), sketch.example.set(value, at: pointer.tokens[...])
    else {
      throw node.error(.contradiction("the example has no place \(text); mend the pointer"))
    }
    sketch.bindings.removeAll { $0.pointer.starts(with: pointer) }
  }
}

/// Writes an example to bytes, with places where something is bound.
private struct TemplateBuilder {
  var bindings: [(pointer: JSONPointer, binding: Binding, traits: Template.Traits)] = []
  private var pieces: [Template.Piece] = []
  private var bytes: [UInt8] = []
  private var traits: Template.Traits = []
  private var fixedBytes = 0
  private var places: [JSONPointer] = []

  mutating func body(of example: JSONValue, in program: AnswerProgramBuilder) -> ProviderCompiler.Body {
    append(example, at: .root, program)
    flush(program)
    return ProviderCompiler.Body(
      source: .template(program.template(pieces, traits, fixedBytes: fixedBytes)),
      example: JSONWriter.bytes(example), places: places)
  }

  private mutating func append(
    _ value: JSONValue, at pointer: JSONPointer, _ program: AnswerProgramBuilder
  ) {
    if let bound = bindings.first(where: { $0.pointer == pointer }) {
      flush(program)
      places.append(pointer)
      pieces.append(.slot(bound.binding))
      traits.formUnion(bound.traits)
      return
    }
    switch value {
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in object.members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONWriter.append(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        append(member.value, at: pointer.appending(member.name), program)
      }
      bytes.append(UInt8(ascii: "}"))
    case .array(let array):
      bytes.append(UInt8(ascii: "["))
      for (index, element) in array.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        append(element, at: pointer.appending(index), program)
      }
      bytes.append(UInt8(ascii: "]"))
    case .null, .boolean, .number, .string:
      bytes.append(contentsOf: JSONWriter.bytes(value))
    }
  }

  private mutating func flush(_ program: AnswerProgramBuilder) {
    if !bytes.isEmpty { pieces.append(.bytes(program.bytes(bytes))) }
    fixedBytes += bytes.count
    bytes = []
  }
}

extension JSONPointer {
  /// Whether this is the given pointer, or one below it.
  fileprivate func starts(with other: JSONPointer) -> Bool {
    tokens.starts(with: other.tokens)
  }
}

extension JSONValue {
  /// The value at a pointer.
  fileprivate subscript(pointer: JSONPointer) -> JSONValue? {
    var value = self
    for token in pointer.tokens {
      switch value {
      case .object(let object):
        guard let member = object[token] else { return nil }
        value = member
      case .array(let array):
        guard let index = JSONPointer.index(token), index < array.count else { return nil }
        value = array[index]
      case .null, .boolean, .number, .string: return nil
      }
    }
    return value
  }

  /// Replaces, adds (nil: removes) the value at a path; false when there is no such place.
  fileprivate mutating func set(_ new: JSONValue?, at path: ArraySlice<String>) -> Bool {
    guard let token = path.first else {
      self = new ?? .null
      return new != nil
    }
    switch self {
    case .object(var object):
      if path.count == 1 {
        if new == nil, object[token] == nil { return false }
        object[token] = new
      } else {
        guard var member = object[token], member.set(new, at: path.dropFirst()) else { return false }
        object[token] = member
      }
      self = .object(object)
      return true
    case .array(var array):
      guard let index = JSONPointer.index(token), index < array.count else { return false }
      if path.count > 1 {
        guard array[index].set(new, at: path.dropFirst()) else { return false }
      } else if let new {
        array[index] = new
      } else {
        array.remove(at: index)
      }
      self = .array(array)
      return true
    case .null, .boolean, .number, .string: return false
    }
  }
}
