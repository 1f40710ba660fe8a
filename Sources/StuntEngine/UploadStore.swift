/// A file that a client sent.
///
/// A class, because the rim serves the very bytes.
package final class StoredFile: Sendable {
  package let bytes: [UInt8]
  package let contentType: String
  /// What tells it from other contents.
  package let tag: String

  init(bytes: [UInt8], contentType: String) {
    self.bytes = bytes
    self.contentType = contentType
    tag = Self.tag(of: bytes)
  }

  /// What tells a content from others, 16 hexadecimal digits.
  static func tag(of bytes: [UInt8]) -> String {
    let digits = String(Entropy(seed: 0).derived(from: bytes).seed, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

/// The uploads of one tenant, in the order in which they began.
struct UploadStore: Sendable {
  /// One upload: begun, perhaps in parts, perhaps whole.
  struct Upload: Sendable {
    /// The last segment of its address.
    let name: [UInt8]
    let contentType: String
    let expires: Instant
    /// The file, once it is whole.
    var content: StoredFile?
    /// By number: the parts so far, with their tags.
    var parts: [Int: StoredFile] = [:]

    /// The bytes that it holds.
    var bytes: Int { (content?.bytes.count ?? 0) + parts.values.reduce(0) { $0 + $1.bytes.count } }
  }

  private(set) var uploads: [Upload] = []
  /// The bytes that all of them hold.
  private(set) var bytes = 0

  /// The upload of that number.
  subscript(index: Int) -> Upload { uploads[index] }

  /// The number of uploads ever begun.
  var count: Int { uploads.count }

  /// Adds an upload.
  mutating func append(_ upload: Upload) {
    uploads.append(upload)
    bytes += upload.bytes
  }

  /// Gives an upload its content.
  mutating func finish(_ index: Int, with content: StoredFile) {
    bytes += content.bytes.count - uploads[index].bytes
    uploads[index].parts = [:]
    uploads[index].content = content
  }

  /// Adds a part, or puts it in the place of an earlier one.
  mutating func put(_ part: StoredFile, number: Int, of index: Int) {
    bytes += part.bytes.count - (uploads[index].parts[number]?.bytes.count ?? 0)
    uploads[index].parts[number] = part
  }

  /// Lets go of what can no longer be fetched.
  mutating func purge(at now: Instant) {
    for index in uploads.indices where uploads[index].expires <= now && uploads[index].bytes > 0 {
      bytes -= uploads[index].bytes
      uploads[index].parts = [:]
      uploads[index].content = nil
    }
  }
}

/// What one tenant may upload.
struct UploadLimits: Sendable {
  /// Bytes of one file.
  var fileBytes = Limits.uploadBytesMax
  /// Bytes of all files together.
  var bytes = Limits.uploadsBytesMax
  /// Files ever sent.
  var files = Limits.uploadsMax
}

/// What `upload.…` speaks of in the answer to one call.
final class UploadFacts: Sendable {
  /// The last segment of the upload's address.
  let name: [UInt8]
  let contentType: String
  let bytes: Int
  /// The number of the part that was sent.
  let part: Int?
  /// What tells the content that was sent from others.
  let tag: String
  let token: [UInt8]
  let tokenExpires: Instant

  init(
    name: [UInt8] = [], contentType: String = "", bytes: Int = 0, part: Int? = nil, tag: String = "",
    token: [UInt8] = [], tokenExpires: Instant = Job.never
  ) {
    self.name = name
    self.contentType = contentType
    self.bytes = bytes
    self.part = part
    self.tag = tag
    self.token = token
    self.tokenExpires = tokenExpires
  }
}
