import StuntHTTP
import StuntJSON

/// What the answers of one provider are made of: flat lists of plain records that refer to each other by number.
///
/// A class, so that who renders an answer holds all of it at the price of one reference; nothing in it changes.
final class AnswerProgram: Sendable {
  /// A stretch of the program's bytes.
  struct Bytes: Sendable {
    let start: Int32
    let count: Int32

    var range: Range<Int> { Int(start)..<Int(start &+ count) }
  }

  /// The lists.
  struct Lists: Sendable {
    /// All fixed text, one after the other.
    var bytes: [UInt8] = []
    var bindings: [Binding] = []
    var parts: [Binding.Part] = []
    var names: [String] = []
    /// The marks of the names as those of fields.
    var nameMarks: [FieldMarks] = []
    var conditions: [CallCondition] = []
    /// Of the conditions about a field its mark; none of the others.
    var conditionMarks: [FieldMarks] = []
    var pathSteps: [MemberPath.Step] = []
    var templates: [Template] = []
    var pieces: [Template.Piece] = []
  }

  let lists: Lists

  init(_ lists: Lists) {
    self.lists = lists
  }

  /// Lends a stretch of the bytes.
  @inline(__always)
  func with<Result>(_ place: Bytes, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    lists.bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[place.range]))
    }
  }

  /// Appends a stretch of the bytes.
  @inline(__always)
  func append(_ place: Bytes, to out: inout ByteSink) {
    with(place) { out.append(contentsOf: $0) }
  }

  /// A stretch of the bytes, for what is asked once.
  func slice(_ place: Bytes) -> ArraySlice<UInt8> {
    lists.bytes[Int(place.start)..<Int(place.start &+ place.count)]
  }

  /// A literal as a value.
  func value(_ literal: Binding.Literal) -> Value { .json(slice(literal.json), literal.kind) }
}

/// Collects an answer program while a provider is compiled.
///
/// A class, so that the compiler's readers, which change nothing else, can add to it.
final class AnswerProgramBuilder {
  private(set) var lists = AnswerProgram.Lists()

  /// Keeps text.
  func bytes(_ bytes: some Collection<UInt8>) -> AnswerProgram.Bytes {
    lists.bytes += bytes
    return AnswerProgram.Bytes(
      start: Int32(lists.bytes.count - bytes.count), count: Int32(bytes.count))
  }

  /// The request's outermost members without which none of the bindings yields anything; nil where that cannot be told.
  func outerMembers(of bindings: [Binding]) -> [MemberPath]? {
    var members: [MemberPath] = []
    for var binding in bindings {
      while true {
        guard case .request(let path) = binding.source, path.count > 0 else { return nil }
        let name = slice(lists.pathSteps[Int(path.first)].name)
        if !members.contains(where: { slice(lists.pathSteps[Int($0.first)].name) == name }) {
          members.append(MemberPath(first: path.first, count: 1))
        }
        if case .none = binding.fallback { break }
        guard case .binding(let other) = binding.fallback else { return nil }
        binding = lists.bindings[Int(other)]
      }
    }
    return members
  }

  /// Text that is kept already.
  func slice(_ place: AnswerProgram.Bytes) -> ArraySlice<UInt8> {
    lists.bytes[Int(place.start)..<Int(place.start + place.count)]
  }

  /// Keeps a JSON value.
  func literal(_ node: JSONNode) -> Binding.Literal {
    // A scalar that is written as it reads is kept as it came; documents have thousands.
    let isScalar = node.kind != .object && node.kind != .array && !node.record.hasEscapes
    return literal(isScalar ? Array(node.rawBytes) : JSONWriter.bytes(node.value), node.kind)
  }

  /// Keeps a string.
  func literal(_ text: String) -> Binding.Literal { literal(JSONWriter.bytes(.string(text)), .string) }

  private func literal(_ json: [UInt8], _ kind: JSONKind) -> Binding.Literal {
    Binding.Literal(
      kind: kind, hasEscapes: kind == .string && json.contains(UInt8(ascii: "\\")), json: bytes(json),
      micros: Value.json(json[...], kind).number)
  }

  /// Keeps a name.
  func name(_ name: String) -> Binding.Name {
    if let known = lists.names.firstIndex(of: name) { return Binding.Name(index: Int32(known)) }
    lists.names.append(name)
    lists.nameMarks.append(FieldMarks(name.utf8))
    return Binding.Name(index: Int32(lists.names.count - 1))
  }

  /// Keeps a path into a document.
  func path(_ pointer: JSONPointer) -> MemberPath {
    for token in pointer.tokens {
      lists.pathSteps.append(
        MemberPath.Step(
          token.utf8, name: bytes(token.utf8), element: Int32(clamping: JSONPointer.index(token) ?? -1)))
    }
    return MemberPath(
      first: Int32(lists.pathSteps.count - pointer.tokens.count), count: Int32(pointer.tokens.count))
  }

  /// Keeps a binding that another one refers to.
  func binding(_ binding: Binding) -> Int32 {
    lists.bindings.append(binding)
    return Int32(lists.bindings.count - 1)
  }

  /// Keeps a condition.
  func condition(_ condition: CallCondition) -> Int32 {
    lists.conditions.append(condition)
    if case .field(let name, _) = condition {
      lists.conditionMarks.append(FieldMarks(name.utf8))
    } else {
      lists.conditionMarks.append(FieldMarks())
    }
    return Int32(lists.conditions.count - 1)
  }

  /// Keeps the parts of a joined text.
  func join(_ parts: [Binding.Part]) -> Binding.Source {
    lists.parts += parts
    return .join(first: Int32(lists.parts.count - parts.count), count: Int32(parts.count))
  }

  /// Keeps a template.
  func template(_ pieces: [Template.Piece], _ traits: Template.Traits, fixedBytes: Int) -> Template {
    lists.pieces += pieces
    return Template(
      first: Int32(lists.pieces.count - pieces.count), count: Int32(pieces.count),
      fixedBytes: Int32(fixedBytes), traits: traits)
  }

  /// Keeps a template that a binding refers to.
  func index(of template: Template) -> Int32 {
    lists.templates.append(template)
    return Int32(lists.templates.count - 1)
  }
}
