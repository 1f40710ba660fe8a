import StuntCrypto
import StuntEngine
import StuntMedia
import Synchronization

/// The bytes of results that were asked for lately, shared by all tenants: equal files have equal bytes.
final class FileCache: Sendable {
  /// A file ready to be served.
  struct Content: Sendable {
    let bytes: [UInt8]
    /// A strong entity tag: the content's hash. RFC 9110, 8.8.3.
    let tag: String
  }

  private struct State {
    var contents: [ResultFile: Content] = [:]
    var order: [ResultFile] = []
    var bytes = 0
  }

  private let state = Mutex(State())
  let bytesMax: Int

  /// A cache that keeps so many bytes, or one file that has more.
  init(bytesMax: Int = Limits.fileCacheBytesMax) { self.bytesMax = bytesMax }

  /// Bytes of the files that are kept.
  var keptBytes: Int { state.withLock { $0.bytes } }

  /// The content of a file, made if need be.
  func content(of file: ResultFile) -> Content {
    if let known = state.withLock({ $0.contents[file] }) { return known }
    let bytes = file.bytes()
    let content = Content(bytes: bytes, tag: String(SHA256.hexadecimal(bytes).prefix(32)))
    state.withLock { state in
      guard state.contents.updateValue(content, forKey: file) == nil else { return }
      state.order.append(file)
      state.bytes += bytes.count
      while state.bytes > bytesMax, state.order.count > 1 {
        let oldest = state.order.removeFirst()
        state.bytes -= state.contents.removeValue(forKey: oldest)?.bytes.count ?? 0
      }
    }
    return content
  }
}
