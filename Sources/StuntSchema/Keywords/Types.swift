internal import StuntJSON

/// `type`. JSON Schema validation, 6.1.1.
extension ProgramBuilder {
  mutating func compileTypes() throws(SchemaError) {
    guard let node = value(.type) else { return }
    var names: [String] = []
    if let name = node.string {
      names = [name]
    } else if node.kind == .array {
      names = try strings(node, of: .type)
    }
    guard !names.isEmpty else { throw wrong(.type, "a type's name, or an array of them", at: node) }
    var accepted: KindSet = []
    var types: UInt8 = 0
    for name in names {
      guard let type = SchemaType(rawValue: name) else {
        throw wrong(.type, SchemaType.allCases.map(\.rawValue).joined(separator: ", "), at: node)
      }
      accepted.insert(KindSet(type.kind))
      types |= type.bit
    }
    emit(Operation(code: .wrongType, flag: types), for: KindSet.all.subtracting(accepted), at: node)
    let isInteger = types & SchemaType.integer.bit != 0 && types & SchemaType.number.bit == 0
    if isInteger { emit(Operation(code: .integer, flag: types), for: .number, at: node) }
  }
}

/// The names that `type` knows.
package enum SchemaType: String, CaseIterable, Equatable, Sendable {
  /// The seven types, in the order of the specification.
  case null, boolean, object, array, number, string, integer

  /// The kind of values that have the type.
  var kind: JSONKind {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .object: .object
    case .array: .array
    case .number, .integer: .number
    case .string: .string
    }
  }

  /// A mark in a set of types.
  var bit: UInt8 { 1 << UInt8(Self.allCases.firstIndex(of: self) ?? 0) }

  /// The types of a set, in order.
  static func all(in bits: UInt8) -> [SchemaType] { allCases.filter { bits & $0.bit != 0 } }

  /// The narrowest type of a value.
  init(of node: JSONNode) {
    self =
      switch node.kind {
      case .null: .null
      case .boolean: .boolean
      case .object: .object
      case .array: .array
      case .string: .string
      case .number: node.number?.isInteger == true ? .integer : .number
      }
  }
}

extension Evaluator {
  @inline(__always)
  mutating func isInteger(_ index: Int) -> Bool {
    tape[index].isPlainInteger || number(at: index).isInteger
  }
}
