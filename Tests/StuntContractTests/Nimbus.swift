import StuntContract
import StuntHTTP
import StuntJSON
import StuntTestSupport

/// The contract of an invented provider: Tests/Fixtures/providers/nimbus.
enum Nimbus {
  static let text = (try? Fixture.text("providers/nimbus/openapi.json")) ?? ""

  static let compiled = Result { () throws -> (contract: Contract, router: Router) in
    let contract = try Self.contract(text)
    return (contract, try Router(contracts: [contract]))
  }

  /// Compiles a text in the place of the contract's.
  static func contract(_ text: String) throws -> Contract {
    try ContractCompiler.compile(
      provider: "nimbus", documents: [("nimbus/openapi.json", try JSONDocument(parsing: text))])
  }

  /// The operation of that id.
  static func operation(_ id: String) throws -> Operation {
    let contract = try compiled.get().contract
    guard let index = contract.operation(named: id) else { throw Lost(what: id) }
    return contract.operations[index]
  }

  /// Routes and reads a request.
  static func call(
    _ method: HTTPMethod, _ target: String, _ fields: HTTPFields = [:], body: String = ""
  ) throws -> Call {
    let (contract, router) = try compiled.get()
    let request = HTTPRequest(method: method, target: target, fields: fields, body: Array(body.utf8))
    guard case .found(let endpoint, let parameters) = router.route(request) else { throw Lost(what: target) }
    return contract.read(request, endpoint: endpoint, parameters: parameters)
  }

  /// What a test looks for and nothing has.
  struct Lost: Error {
    let what: String
  }
}

extension Router {
  /// Routes a request by its path, below a host or from the local root.
  func route(_ request: HTTPRequest, from host: Int? = nil) -> Outcome {
    request.head.withUnsafeBufferPointer {
      route(request.method, $0, path: request.pathRange, from: host)
    }
  }
}

extension CallViolation {
  /// Part, place and keyword in one word, as the tables write them.
  var summary: String {
    let name =
      switch part {
      case .body: "body"
      case .contentType: "type"
      case .path(let name): "path \(name)"
      case .query(let name): "query \(name)"
      case .field(let name): "field \(name)"
      }
    return "\(name)\(location.tokens.isEmpty ? "" : " \(location)") \(keyword)"
  }
}
