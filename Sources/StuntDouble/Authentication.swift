import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntSchema

extension DoubleService {
  /// Why a call has no tenant.
  enum TenantFailure: Error {
    /// The provider's own error, as an index into its refusals.
    case refusal(Int)
    case complaint(Complaint)
  }

  /// The tenant of a usual call, whose key was seen before; nil where there is more to say.
  func usualTenant(of call: Call) -> Tenant? {
    let endpoint = call.endpoint
    let rule = usualKeys[firstOperations[endpoint.contract] + endpoint.operation]
    guard rule >= 0, case .key(let range) = keyRules.with(rule, { $0.keyPlace(of: call.request) }) else {
      return nil
    }
    return call.request.head.withUnsafeBufferPointer {
      tenants.known(provider: endpoint.contract, key: UnsafeBufferPointer(rebasing: $0[range]))
    }
  }

  /// The tenant that a call belongs to: of its key, of the file that it names, or of no key.
  func tenant(of call: Call, _ provider: Provider, isProxied: Bool) -> Result<Tenant, TenantFailure> {
    let index = call.endpoint.contract
    guard provider.contract.operations[call.endpoint.operation].requiresKey,
      let rule = provider.authentication
    else {
      return open(call, provider)
    }
    if let refusal = provider.tokenRefusal(of: call.endpoint.operation) {
      return byToken(call, field: rule.field, refusal)
    }
    let key: ArraySlice<UInt8>
    switch rule.keyPlace(of: call.request) {
    case .missing where isProxied: key = []
    case .missing:
      guard let other = rule.otherKey(of: call) else { return .failure(.refusal(rule.missingRefusal)) }
      key = other[...]
    case .malformed: return .failure(.refusal(rule.malformedRefusal))
    case .key(let range): key = call.request.head[range]
    }
    if let known = tenants.known(provider: index, key: key) { return .success(known) }
    guard isProxied && key.isEmpty || rule.isWellFormed(key) else {
      return .failure(.refusal(rule.malformedRefusal))
    }
    return made(index, key)
  }

  /// The tenant of a token that stands for its key.
  private func byToken(_ call: Call, field: String, _ refusal: Int) -> Result<Tenant, TenantFailure> {
    guard let text = call.request.fields.values(field.utf8).first,
      let seed = Provider.tenantSeed(ofToken: text), let tenant = tenants.known(seed: seed)
    else { return .failure(.refusal(refusal)) }
    return .success(tenant)
  }

  private func open(_ call: Call, _ provider: Provider) -> Result<Tenant, TenantFailure> {
    let index = call.endpoint.contract
    if let parameter = provider.fileParameter(of: call.endpoint.operation),
      let seed = Provider.tenantSeed(ofFile: call.pathParameter(parameter)),
      let tenant = tenants.known(seed: seed)
    {
      return .success(tenant)
    }
    return made(index, [])
  }

  private func made(_ provider: Int, _ key: ArraySlice<UInt8>) -> Result<Tenant, TenantFailure> {
    guard let tenant = tenants.tenant(provider: provider, key: key) else {
      return .failure(.complaint(.tooManyTenants(limit: options.tenantsMax)))
    }
    return .success(tenant)
  }
}
