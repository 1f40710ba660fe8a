internal import StuntJSON

// What the schemas of a place say about all values of a sort, so that each of them needs no look.
extension PlaceSchemas {
  /// Whether all strings of a form may stand at a place; false, too, where that cannot be told.
  package func allowsEvery(_ form: TextForm, at place: Int) -> Bool {
    form.isPlain && entries(at: place).allSatisfy { program.allowsEvery(form, $0, depth: 0) }
  }

  /// Whether all whole numbers from 0 on may stand at a place; false, too, where that cannot be told.
  package func allowsNaturalNumbers(at place: Int) -> Bool {
    entries(at: place).allSatisfy { program.allowsNaturalNumbers($0, depth: 0) }
  }

  /// Whether all URLs may stand at a place; false, too, where that cannot be told.
  package func allowsURLs(at place: Int) -> Bool {
    entries(at: place).allSatisfy { program.allowsURLs($0, depth: 0) }
  }
}

extension SchemaProgram {
  fileprivate func allowsEvery(_ form: TextForm, _ schema: UInt32, depth: Int) -> Bool {
    guard depth < Limits.validationDepthMax else { return false }
    return operations(of: schema, .string).allSatisfy { operation in
      switch operation.code {
      case .minLength: form.positions.count >= Int(operation.first)
      case .maxLength: form.positions.count <= Int(operation.first)
      case .pattern: parts.expressions[Int(operation.first)].matchesEvery(form)
      case .format: Format(rawValue: operation.flag)?.acceptsEvery(form) ?? false
      case .subschema: allowsEvery(form, operation.first, depth: depth + 1)
      case .anyOf: branches(of: operation).contains { allowsEvery(form, $0, depth: depth + 1) }
      default: false
      }
    }
  }

  fileprivate func allowsURLs(_ schema: UInt32, depth: Int) -> Bool {
    guard depth < Limits.validationDepthMax else { return false }
    return operations(of: schema, .string).allSatisfy { operation in
      switch operation.code {
      case .format: operation.flag == Format.uri.rawValue || operation.flag == Format.uriReference.rawValue
      case .subschema: allowsURLs(operation.first, depth: depth + 1)
      case .anyOf: branches(of: operation).contains { allowsURLs($0, depth: depth + 1) }
      default: false
      }
    }
  }

  fileprivate func allowsNaturalNumbers(_ schema: UInt32, depth: Int) -> Bool {
    guard depth < Limits.validationDepthMax else { return false }
    return operations(of: schema, .number).allSatisfy { operation in
      switch operation.code {
      case .integer: true
      case .minimum: operation.flag == Operation.isPlainInteger && operation.integer <= 0
      case .numberFormat: operation.flag == Format.integer64.rawValue
      case .subschema: allowsNaturalNumbers(operation.first, depth: depth + 1)
      case .anyOf: branches(of: operation).contains { allowsNaturalNumbers($0, depth: depth + 1) }
      default: false
      }
    }
  }

  private func operations(of schema: UInt32, _ kind: JSONKind) -> ArraySlice<Operation> {
    let range = parts.ranges[Int(schema) * 6 + Int(kind.number)]
    return parts.operations[Int(range.start)..<Int(range.end)]
  }

  private func branches(of operation: Operation) -> ArraySlice<UInt32> {
    parts.words[Int(operation.first)..<Int(operation.first + operation.second)]
  }
}

extension TextForm {
  /// Whether all of the texts are absolute URLs that JSON writes as they are; false, too, where that cannot be told.
  package var isURL: Bool {
    isPlain && Format.uri.acceptsEvery(self) && Format.uriReference.acceptsEvery(self)
  }
}

extension Format {
  /// Whether all texts of a form have the format; false, too, where that cannot be told.
  fileprivate func acceptsEvery(_ form: TextForm) -> Bool {
    let isIndifferent =
      switch self {
      case .uri, .uriReference, .iri, .iriReference:
        form.variesInPathOnly && form.varies(onlyUpTo: UInt8(ascii: "z"))
      case .uuid: form.varies(onlyUpTo: UInt8(ascii: "f"))
      default: false
      }
    return isIndifferent && form.example.withUnsafeBufferPointer { accepts($0) }
  }
}
