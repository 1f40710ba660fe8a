package import StuntHTTP
import StuntJSON
import StuntSchema

extension Call {
  /// What is read in a request, besides what it brings itself.
  package struct Reading {
    fileprivate var query: [(name: String, value: String)] = []
    fileprivate var body: JSONDocument?
    fileprivate var violations: [CallViolation] = []
  }

  /// A call of a request that was read before: the reading borrows it, and this takes it.
  package convenience init(
    request: consuming HTTPRequest, endpoint: Router.Endpoint, parameters: PathParameters,
    _ reading: consuming Reading
  ) {
    self.init(
      request: request, endpoint: endpoint, parameters: parameters, query: reading.query, body: reading.body,
      violations: reading.violations)
  }
}

extension Contract {
  /// Decodes and checks a routed request.
  ///
  /// What is wrong with it does not stop the reading: it becomes the call's violations.
  package func read(
    _ request: consuming HTTPRequest, endpoint: Router.Endpoint, parameters: PathParameters
  ) -> Call {
    let reading = reading(of: request, endpoint, parameters)
    return Call(request: request, endpoint: endpoint, parameters: parameters, reading)
  }

  /// What a routed request has in its query and its body, and what is wrong with it.
  package func reading(
    of request: HTTPRequest, _ endpoint: Router.Endpoint, _ parameters: PathParameters
  ) -> Call.Reading {
    var reading = Call.Reading()
    if !request.queryRange.isEmpty {
      reading.query = queryPairs(request, of: endpoint.operation, &reading.violations)
    }
    reading.body = body(of: request, endpoint.operation, parameters, reading.query, &reading.violations)
    return reading
  }

  /// The body, as the operation reads it; what is wrong with it, and with the parameters, is added.
  private func body(
    of request: HTTPRequest, _ operation: Int, _ parameters: PathParameters,
    _ query: [(name: String, value: String)], _ violations: inout [CallViolation]
  ) -> JSONDocument? {
    lentOperations.with(operation) { operation in
      operation.withMessages { messages in
        let body = messages.body(of: request, &violations)
        if !messages.parameters.isEmpty {
          messages.checkParameters(request, parameters, query, &violations)
        }
        return body
      }
    }
  }

  /// The query's pairs. One that cannot be read is ignored by an operation that takes none.
  private func queryPairs(
    _ request: HTTPRequest, of operation: Int, _ violations: inout [CallViolation]
  ) -> [(name: String, value: String)] {
    do {
      let pairs = try URLEncodedPairs(
        parsing: request.head[request.queryRange], pairsMax: Limits.queryPairsMax)
      return pairs.list.map { ($0.name, $0.value ?? "") }
    } catch {
      guard operations[operation].messages.parameters.contains(where: { $0.location == .query }) else {
        return []
      }
      violations.append(
        CallViolation(
          part: .query(""), location: .root, keyword: "syntax", message: "the query cannot be read: \(error)")
      )
      return []
    }
  }
}

extension Operation {
  /// Where the bytes of a JSON body disagree with the operation.
  package func violations(ofBody bytes: [UInt8]) -> [CallViolation] { messages.violations(ofBody: bytes) }
}

extension Operation.Messages {
  /// The body as JSON, by its media type.
  func body(of request: HTTPRequest, _ violations: inout [CallViolation]) -> JSONDocument? {
    guard !requestBodies.isEmpty else { return nil }
    guard !request.body.isEmpty || request.contentTypeRange != nil else {
      if isBodyRequired {
        violations.append(
          CallViolation(
            part: .body, location: .root, keyword: "required", message: "the request body is missing"))
      }
      return nil
    }
    guard let expected = requestBody(of: request) else {
      violations.append(mediaTypeViolation(request.contentType))
      return nil
    }
    return lentBodies.with(expected) { expected in
      if expected.isRaw { return nil }
      if expected.isForm { return formBody(request, expected, &violations) }
      return jsonBody(request.body, expected, &violations)
    }
  }

  /// The number of the documented body for a Content-Type; without one, of the first documented.
  private func requestBody(of request: HTTPRequest) -> Int? {
    guard let range = request.contentTypeRange else { return 0 }
    let found: Int? = request.head.withUnsafeBufferPointer { head in
      let value = UnsafeBufferPointer(rebasing: head[range])
      for number in requestBodies.indices
      where lentBodies.with(number, { $0.essenceBytes.isEssence(of: value) }) {
        return number
      }
      return nil
    }
    return found ?? requestBodies.firstIndex { $0.essence == "*/*" }
  }

  private func mediaTypeViolation(_ contentType: ArraySlice<UInt8>?) -> CallViolation {
    let sent = contentType.map { String(decoding: $0, as: UTF8.self) } ?? "none"
    let known = requestBodies.map(\.essence).joined(separator: " or ")
    return CallViolation(
      part: .contentType, location: .root, keyword: "mediaType",
      message: "the Content-Type is \(sent); send \(known)")
  }

  private func formBody(
    _ request: HTTPRequest, _ expected: Operation.RequestBody, _ violations: inout [CallViolation]
  ) -> JSONDocument? {
    do {
      let document = try FormReader.document(of: request, shape: expected.shape)
      return expected.schema.isValid(document) ? document : corrected(document, expected, &violations)
    } catch {
      violations.append(
        CallViolation(
          part: .body, location: .root, keyword: "syntax", message: "the form cannot be read: \(error)"))
      return nil
    }
  }

  /// What the client may have meant by a document that is not valid, and what is wrong with it.
  @inline(never)
  private func corrected(
    _ document: JSONDocument, _ expected: Operation.RequestBody, _ violations: inout [CallViolation]
  ) -> JSONDocument {
    var document = document
    if !expected.coercions.isEmpty,
      let coerced = FormReader.coerced(document, shape: expected.shape, scalars: expected.coercions)
    {
      document = coerced
    }
    for violation in expected.schema.violations(of: document, limit: Limits.violationsMax) {
      violations.append(CallViolation(body: violation))
    }
    return document
  }

  /// Where the bytes of a JSON body disagree with the operation.
  fileprivate func violations(ofBody bytes: [UInt8]) -> [CallViolation] {
    guard
      let expected = requestBodies.first(where: { $0.essence == "application/json" }) ?? requestBodies.first
    else { return [] }
    var violations: [CallViolation] = []
    guard !bytes.isEmpty else {
      guard isBodyRequired else { return [] }
      return [
        CallViolation(
          part: .body, location: .root, keyword: "required", message: "the request body is missing")
      ]
    }
    _ = jsonBody(bytes, expected, &violations)
    return violations
  }

  private func jsonBody(
    _ bytes: [UInt8], _ expected: Operation.RequestBody, _ violations: inout [CallViolation]
  ) -> JSONDocument? {
    do {
      let tape = try JSONDocument.tape(parsing: bytes, limits: .message)
      let isValid = bytes.withUnsafeBufferPointer { bytes in
        tape.withUnsafeBufferPointer { tape in expected.schema.isValid(bytes, tape) }
      }
      guard isValid else {
        return corrected(JSONDocument(bytes: bytes, tape: tape), expected, &violations)
      }
      return JSONDocument(bytes: bytes, tape: tape)
    } catch {
      violations.append(
        CallViolation(
          part: .body, location: .root, keyword: "syntax",
          message: "the request body is not valid JSON: \(error)"))
      return nil
    }
  }

  /// Checks what stands outside the body.
  func checkParameters(
    _ request: HTTPRequest, _ path: PathParameters, _ query: [(name: String, value: String)],
    _ violations: inout [CallViolation]
  ) {
    // The usual request has nothing of what may be left out, and a look at each costs more than all others.
    let asked =
      request.fieldMarks.mayHold(optionalFieldMarks)
      ? parameters : query.isEmpty ? strictParameters : firmParameters
    if asked.isEmpty { return }
    for parameter in asked {
      if parameter.location == .header, !parameter.isRequired,
        !request.fields.contains(parameter.fieldName)
      {
        continue
      }
      let part: CallViolation.Part
      let texts: [String]
      switch parameter.location {
      case .path:
        part = .path(parameter.name)
        texts =
          parameter.pathIndex.map { [String(decoding: path.text($0, in: request), as: UTF8.self)] } ?? []
      case .query:
        part = .query(parameter.name)
        texts = query.filter { $0.name == parameter.name }.map(\.value)
      case .header:
        part = .field(parameter.name)
        texts = request.fields[values: parameter.name]
      }
      if texts.isEmpty {
        guard parameter.isRequired else { continue }
        violations.append(
          CallViolation(
            part: part, location: .root, keyword: "required",
            message: "the \(part.name) parameter \"\(parameter.name)\" is missing"))
        continue
      }
      let document = FormReader.document(of: texts, shape: parameter.shape)
      for violation in parameter.schema.violations(of: document, limit: Limits.violationsMax) {
        violations.append(CallViolation(part: part, parameter: parameter.name, violation))
      }
    }
  }
}

extension [UInt8] {
  /// Whether a Content-Type is these bytes, once its ASCII letters are small, and perhaps parameters.
  fileprivate func isEssence(of value: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count <= value.count else { return false }
    if count < value.count, value[count] != UInt8(ascii: ";"), value[count] != UInt8(ascii: " ") {
      return false
    }
    // Mostly it is written in small letters.
    let start = UnsafeBufferPointer(rebasing: value[..<count])
    if withUnsafeBufferPointer({ JSONText.areEqual($0, start) }) { return true }
    // A plain loop: `zip` costs ten times as much, and each request with a body comes by here.
    var position = 0
    for byte in self {
      let letter = value[position]
      guard byte == letter || byte == letter | 0x20 && letter >= 0x41 && letter <= 0x5A else { return false }
      position += 1
    }
    return true
  }
}

extension CallViolation {
  /// What a schema found in a body.
  init(body violation: Violation) {
    self.init(
      part: .body, location: violation.instanceLocation, keyword: violation.keyword,
      message: violation.message,
      cause: violation)
  }

  /// What a schema found in a parameter.
  init(part: Part, parameter: String, _ violation: Violation) {
    self.init(
      part: part, location: violation.instanceLocation, keyword: violation.keyword,
      message: "the \(part.name) parameter \"\(parameter)\": \(violation.message)", cause: violation)
  }
}
