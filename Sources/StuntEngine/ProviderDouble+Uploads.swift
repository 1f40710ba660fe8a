import StuntContract
import StuntHTTP
import StuntJSON

// Files that clients send: tokens, whole files, addresses to send them to, parts.
extension ProviderDouble {
  /// One step of an upload.
  mutating func upload(_ rule: UploadRule, _ turn: inout Turn) -> Reply {
    guard let rules = provider.behavior.uploads else { preconditionFailure("the compiler asks for them") }
    if let token = rule.token, !isGood(turn.value(of: token).plainText, rules, at: turn.now) {
      return refuse(rules.badToken, &turn)
    }
    if let refusal = refusalOfViolations(&turn) { return refusal }
    switch rule.step {
    case .token:
      let expires = turn.now + rules.tokenLifetime
      turn.upload = UploadFacts(token: token(issuedAt: turn.now), tokenExpires: expires)
    case .whole:
      let file = StoredFile(bytes: turn.call.request.body, contentType: contentType(rule, &turn))
      if let problem = room(for: file.bytes.count, at: turn.now) { return complaint(problem, turn) }
      begin(rule, rules, content: file, &turn)
    case .begin:
      if let problem = room(for: 0, at: turn.now) { return complaint(problem, turn) }
      begin(rule, rules, content: nil, &turn)
    case .put, .complete:
      guard let file = rule.file, let index = index(ofUpload: turn.value(of: file).plainText),
        turn.now < uploads[index].expires
      else { return refuse(rules.unknown, &turn) }
      let refusal = rule.step == .put ? put(rule, index, &turn) : complete(rule, rules, index, &turn)
      if let refusal { return refusal }
    }
    return reply(choice(0, turn.operation), &turn)
  }

  /// The file of an upload, to be fetched; nil for a name that is no upload's, or no longer.
  func uploadedFile(named name: [UInt8], at now: Instant) -> StoredFile? {
    guard let index = index(ofUpload: name), now < uploads[index].expires else { return nil }
    return uploads[index].content
  }

  private mutating func begin(
    _ rule: UploadRule, _ rules: UploadRules, content: StoredFile?, _ turn: inout Turn
  ) {
    let asked = rules.ownLifetime.flatMap { turn.number(of: $0) }
    let lifetime = asked.map { Instant.Span.seconds(Double(max(0, $0)) / 1_000_000) } ?? rules.lifetime
    let given = rule.name.map { turn.value(of: $0).plainText } ?? []
    let name = provider.uploadName(number: uploads.count, given: given, entropy: entropy)
    let upload = UploadStore.Upload(
      name: name, contentType: contentType(rule, &turn), expires: turn.now + lifetime, content: content)
    uploads.append(upload)
    turn.upload = UploadFacts(
      name: name, contentType: upload.contentType, bytes: content?.bytes.count ?? 0, tag: content?.tag ?? "")
  }

  private mutating func put(_ rule: UploadRule, _ index: Int, _ turn: inout Turn) -> Reply? {
    let upload = uploads[index]
    let bytes = turn.call.request.body
    if let problem = room(for: bytes.count, in: upload, at: turn.now) { return complaint(problem, turn) }
    let file = StoredFile(bytes: bytes, contentType: upload.contentType)
    var number: Int?
    if let part = rule.part {
      guard let asked = Int(String(decoding: turn.value(of: part).plainText, as: UTF8.self)),
        (1...Limits.uploadPartsMax).contains(asked)
      else { return refuse(provider.behavior.uploads?.unknown ?? 0, &turn) }
      number = asked
      uploads.put(file, number: asked, of: index)
    } else {
      uploads.finish(index, with: file)
    }
    turn.upload = UploadFacts(
      name: upload.name, contentType: upload.contentType, bytes: bytes.count, part: number, tag: file.tag)
    return nil
  }

  private mutating func complete(
    _ rule: UploadRule, _ rules: UploadRules, _ index: Int, _ turn: inout Turn
  ) -> Reply? {
    let upload = uploads[index]
    guard let binding = rule.parts, case .json(let json, .array) = turn.value(of: binding),
      let document = try? JSONDocument(parsing: Array(json)), document.root.count > 0
    else { return refuse(rules.incomplete, &turn) }
    // Clients send parts beside one another, and name them in the order in which they arrived.
    var numbers: Set<Int> = []
    for element in document.root.elements {
      guard let number = element[rule.numberMember]?.int, let part = upload.parts[number],
        let tag = element[rule.tagMember]?.string, tag.filter({ $0 != "\"" }) == part.tag
      else { return refuse(rules.incomplete, &turn) }
      numbers.insert(number)
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(upload.bytes)
    for number in numbers.sorted() { bytes += upload.parts[number]?.bytes ?? [] }
    let file = StoredFile(bytes: bytes, contentType: upload.contentType)
    uploads.finish(index, with: file)
    turn.upload = UploadFacts(
      name: upload.name, contentType: upload.contentType, bytes: bytes.count, tag: file.tag)
    return nil
  }

  /// What forbids to take so many bytes more; nil when there is room.
  private mutating func room(
    for bytes: Int, in upload: UploadStore.Upload? = nil, at now: Instant
  ) -> Complaint? {
    guard (upload?.bytes ?? 0) + bytes <= uploadLimits.fileBytes else {
      return .uploadTooLarge(limit: uploadLimits.fileBytes)
    }
    if uploads.bytes + bytes > uploadLimits.bytes { uploads.purge(at: now) }
    guard uploads.bytes + bytes <= uploadLimits.bytes else {
      return .tooManyUploads(what: "bytes", limit: uploadLimits.bytes)
    }
    guard uploads.count < uploadLimits.files else {
      return .tooManyUploads(what: "files", limit: uploadLimits.files)
    }
    return nil
  }

  /// The media type that the client gives; what cannot stand in a field becomes the general one.
  private func contentType(_ rule: UploadRule, _ turn: inout Turn) -> String {
    let given = rule.type.map { turn.value(of: $0).plainText } ?? []
    let isPlain = !given.isEmpty && given.count <= 200 && given.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    return isPlain ? String(decoding: given, as: UTF8.self) : "application/octet-stream"
  }

  private func index(ofUpload name: [UInt8]) -> Int? {
    guard let index = provider.uploadNumber(ofName: name, entropy: entropy), index < uploads.count,
      uploads[index].name == name
    else { return nil }
    return index
  }

  // MARK: Tokens, which carry their tenant and the second in which they were given.

  private func token(issuedAt now: Instant) -> [UInt8] {
    Provider.tokenIdentifier(entropy).text(
      slot: Int(now.nanoseconds / 1_000_000_000), entropy: entropy.forUploads)
  }

  private func isGood(_ text: [UInt8], _ rules: UploadRules, at now: Instant) -> Bool {
    // The scheme before it has been read by whoever found the tenant.
    let token = text.lastIndex(of: UInt8(ascii: " ")).map { Array(text[($0 + 1)...]) } ?? text
    guard let second = Provider.tokenIdentifier(entropy).slot(of: token, entropy: entropy.forUploads) else {
      return false
    }
    let issued = Instant.zero + .seconds(Double(second))
    return issued <= now && now - issued < rules.tokenLifetime
  }
}

extension Entropy {
  /// Of its own, so that the name of no result is taken for that of an upload.
  fileprivate var forUploads: Entropy { Entropy(seed: number(for: .upload)) }
}

extension Provider {
  /// The last segment of an upload's address: what tells tenant and number, and the name that the client gave.
  func uploadName(number: Int, given: [UInt8], entropy: Entropy) -> [UInt8] {
    var name = Self.mediaIdentifier(entropy).text(slot: number, entropy: entropy.forUploads)
    guard !given.isEmpty else { return name }
    name.append(UInt8(ascii: "_"))
    for byte in given.suffix(Limits.uploadNameBytesMax) {
      let isPlain = Self.isPathByte(byte)
      name.append(isPlain ? byte : UInt8(ascii: "_"))
    }
    return name
  }

  /// The number of the upload that a name stands for, in this tenant.
  func uploadNumber(ofName name: [UInt8], entropy: Entropy) -> Int? {
    guard behavior.uploads != nil, name.count >= 32,
      let number = Self.mediaIdentifier(entropy).slot(of: name[..<32], entropy: entropy.forUploads)
    else { return nil }
    return number
  }

  static func tokenIdentifier(_ entropy: Entropy) -> JobIdentifier {
    JobIdentifier(prefix: mediaIdentifier(entropy).prefix, alphabet: .hex, length: 32)
  }

  /// Whether a byte needs no escaping in a path. RFC 3986, 2.3.
  private static func isPathByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }

  /// The path parameter of an operation that is a file's name, which tells its tenant; nil for other operations.
  package func fileParameter(of operation: Int) -> Int? {
    switch behavior.operations[operation].action {
    case .media(let file, _, _): return pathParameter(file, of: operation)
    case .upload(let rule): return rule.file.flatMap { pathParameter($0, of: operation) }
    default: return nil
    }
  }

  private func pathParameter(_ binding: Binding, of operation: Int) -> Int? {
    guard case .path(let name) = binding.source else { return nil }
    return contract.operations[operation].pathNames.firstIndex(
      of: behavior.program.lists.names[Int(name.index)])
  }

  /// The refusal of a call that brings no good token, of an operation that takes tokens; nil for other operations.
  package func tokenRefusal(of operation: Int) -> Int? {
    guard case .upload(let rule) = behavior.operations[operation].action, rule.token != nil else {
      return nil
    }
    return behavior.uploads?.badToken
  }

  /// The tenant of a token, as its entropy's seed; nil for what is no token.
  package static func tenantSeed(ofToken text: ArraySlice<UInt8>) -> UInt64? {
    let token = text.lastIndex(of: UInt8(ascii: " ")).map { text[($0 + 1)...] } ?? text
    return token.count == 48 ? tenantSeed(ofFile: token) : nil
  }
}
