import Dispatch
import StuntDouble
import StuntHTTP
import Synchronization

#if canImport(FoundationNetworking)
  import Foundation
  import FoundationNetworking
#else
  import Foundation
#endif

/// Leads the requests of a session to a double in the same process.
///
/// Foundation knows what a session's requests go to by a class only, so each double that has sessions gets one of its
/// own: `SlottedURLProtocol` of another slot.
class StuntURLProtocol: URLProtocol {
  private struct Door: Sendable {
    weak var server: (any InProcessHost)?
    let door: InProcessDoor
  }

  /// By slot; a slot is used again when its double is gone.
  private static let doors = Mutex<[Door]>([])
  private let isStopped = Mutex(false)

  /// Makes a double reachable, and gives the class that leads to it.
  static func lead(to server: some InProcessHost) -> AnyClass {
    let slot = doors.withLock { doors in
      if let known = doors.firstIndex(where: { $0.server === server }) { return known }
      let door = Door(server: server, door: server.makeDoor())
      if let free = doors.firstIndex(where: { $0.server == nil }) {
        doors[free] = door
        return free
      }
      doors.append(door)
      return doors.count - 1
    }
    return NoDigit.type(of: slot).protocolClass
  }

  /// The slot of the double that it leads to.
  class var slot: Int { preconditionFailure("a slotted class leads somewhere") }

  override class func canInit(with request: URLRequest) -> Bool {
    ["http", "https"].contains(request.url?.scheme?.lowercased())
  }

  override class func canonicalRequest(for request: URLRequest) -> URLRequest { request }

  override func startLoading() {
    let found = Self.doors.withLock { $0[Self.slot] }
    guard found.server != nil else {
      return fail(
        .cannotConnectToHost,
        "the double of this session was let go; keep it as long as its session")
    }
    let request: HTTPRequest
    do { request = try Self.read(self.request) } catch {
      return fail(.badURL, "\(error)")
    }
    // Foundation calls this on a thread that must not wait, and does not say that its class may change threads,
    // which each implementation of it does: the reference goes along as a number.
    let reference = UInt(bitPattern: Unmanaged.passRetained(self).toOpaque())
    let door = found.door
    DispatchQueue.global().async {
      guard let pointer = UnsafeRawPointer(bitPattern: reference) else { return }
      Unmanaged<StuntURLProtocol>.fromOpaque(pointer).takeRetainedValue().load(request, from: door)
    }
  }

  private func load(_ request: HTTPRequest, from door: InProcessDoor) {
    let url = self.request.url
    let ending = door.exchange(
      request, isCancelled: { isStopped.withLock { $0 } }, deliver: { deliver($0, url) })
    guard !isStopped.withLock({ $0 }) else { return }
    switch ending {
    case .whole: client?.urlProtocolDidFinishLoading(self)
    case .broken: fail(.networkConnectionLost, "the double broke the connection, as its scenario says")
    }
  }

  override func stopLoading() { isStopped.withLock { $0 = true } }

  private func deliver(_ event: HTTPResponseParser.Event, _ url: URL?) {
    guard !isStopped.withLock({ $0 }) else { return }
    switch event {
    case .head(let head):
      guard let url else { return }
      var fields: [String: String] = [:]
      for field in head.fields {
        fields[field.name] = fields[field.name].map { $0 + ", " + field.value } ?? field.value
      }
      guard
        let response = HTTPURLResponse(
          url: url, statusCode: head.status.code, httpVersion: "HTTP/1.1", headerFields: fields)
      else { return }
      client?.urlProtocol(self, didReceive: response, cacheStoragePolicy: .notAllowed)
    case .body(let bytes): client?.urlProtocol(self, didLoad: Data(bytes))
    case .interim, .end, .needMore, .failure: return
    }
  }

  private func fail(_ code: URLError.Code, _ sentence: String) {
    let error = URLError(code, userInfo: [NSLocalizedDescriptionKey: sentence])
    client?.urlProtocol(self, didFailWithError: error)
  }
}

/// The class of one slot.
private final class SlottedURLProtocol<Slot: SlotNumber>: StuntURLProtocol {
  override class var slot: Int { Slot.value }
}

/// A number as a type, so that there are as many classes as doubles.
private protocol SlotNumber {
  static var value: Int { get }
}

private enum NoDigit: SlotNumber {
  static var value: Int { 0 }
}

private enum Even<Half: SlotNumber>: SlotNumber {
  static var value: Int { Half.value * 2 }
}

private enum Odd<Half: SlotNumber>: SlotNumber {
  static var value: Int { Half.value * 2 + 1 }
}

extension SlotNumber {
  fileprivate static var protocolClass: AnyClass { SlottedURLProtocol<Self>.self }
  fileprivate static var even: any SlotNumber.Type { Even<Self>.self }
  fileprivate static var odd: any SlotNumber.Type { Odd<Self>.self }

  /// The type of a number.
  fileprivate static func type(of number: Int) -> any SlotNumber.Type where Self == NoDigit {
    guard number > 0 else { return NoDigit.self }
    let half = type(of: number / 2)
    return number.isMultiple(of: 2) ? half.even : half.odd
  }
}
