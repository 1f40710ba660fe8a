import StuntContract
import StuntJSON

// The values of uploads.
extension Turn {
  /// A value of the upload that the call is about.
  func uploadMember(_ member: Binding.UploadMember) -> Value {
    guard let upload else { return .null }
    switch member {
    case .name: return .text(upload.name)
    case .contentType: return .text(Array(upload.contentType.utf8))
    case .bytes: return .integer(Int64(upload.bytes))
    case .part: return upload.part.map { .integer(Int64($0)) } ?? .null
    case .tag: return .text(Array(upload.tag.utf8))
    case .token: return .text(upload.token)
    case .tokenExpiresAt: return date(upload.tokenExpires)
    }
  }

  /// The URL of an operation for the upload that the call is about.
  func uploadLink(_ operation: Int) -> Value {
    guard let upload else { return .null }
    return .text(ByteSink.bytes { appendLink(to: operation, &$0) { $0.append(contentsOf: upload.name) } })
  }

  /// The URL that an operation is below.
  func base(of operation: Int) -> Value {
    let server = provider.contract.servers[provider.contract.operations[operation].servers[0]]
    return .text(
      ByteSink.bytes { links.appendBase(of: server, isOpenFile: provider.isOpenFile(operation), to: &$0) })
  }
}
