import StuntContract
import StuntEngine
import StuntHTTP
import StuntProviders
import StuntSchema
import StuntSockets
import Synchronization

// From a routed request to its answer, or to its refusal.
extension DoubleService {
  // Steps 3 to 8: the call, the tenant, the answer. The request as it came, where it is not the one that is read.
  func serve(
    _ endpoint: Router.Endpoint, _ parameters: PathParameters, _ links: Links, isProxied: Bool,
    _ read: consuming HTTPRequest, _ asSent: HTTPRequest?, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    let reading = reading(of: read, endpoint, parameters)
    let call = Call(request: read, endpoint: endpoint, parameters: parameters, reading)
    let isFlagged = watch.flags(call)
    if let tenant = usualTenant(of: call) {
      return serve(call, tenant, links, isFlagged: isFlagged, asSent, now: now, into: &output)
    }
    switch tenant(of: call, registry.providers[endpoint.contract], isProxied: isProxied) {
    case .success(let tenant):
      return serve(call, tenant, links, isFlagged: isFlagged, asSent, now: now, into: &output)
    case .failure(.complaint(let complaint)):
      return refuse(complaint, asSent ?? call.request, now: now, into: &output)
    case .failure(.refusal(let refusal)):
      return refuse(refusal, call, links, asSent ?? call.request, now: now, into: &output)
    }
  }

  private func reading(
    of request: HTTPRequest, _ endpoint: Router.Endpoint, _ parameters: PathParameters
  ) -> Call.Reading {
    contracts.with(endpoint.contract) { $0.reading(of: request, endpoint, parameters) }
  }

  private func serve(
    _ call: Call, _ tenant: Tenant, _ links: Links, isFlagged: Bool, _ asSent: HTTPRequest?,
    now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    if isFlagged, options.isStrict, let broken = breach(of: call) {
      return refuse(broken, call, tenant, asSent ?? call.request, now: now, into: &output)
    }
    let rim = Instant(nanoseconds: now.nanoseconds)
    var isTold = false
    let reply = tenant.double.withLock { double in
      let reply = double.respond(to: call, at: rim, links: links)
      isTold = double.hasWebhookWork
      return reply
    }
    if isTold { webhooks.look(at: tenant, now: now, touched: reply.slot) }
    // An error that a scenario put there says nothing about the request.
    let isDoubtful = isFlagged || reply.status >= 400 && !reply.isScripted
    let broken = isDoubtful ? note(call, reply, tenant) : []
    guard let asSent else {
      return write(reply, tenant, call, links, call.request, broken: broken, now: now, into: &output)
    }
    return write(reply, tenant, call, links, asSent, broken: broken, now: now, into: &output)
  }

  /// Refuses, in the provider's own words, a call that belongs to no tenant.
  private func refuse(
    _ refusal: Int, _ call: Call, _ links: Links, _ request: HTTPRequest, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    if options.isStrict, let broken = breach(of: call) {
      return refuse(broken, call, nil, request, now: now, into: &output)
    }
    let rim = Instant(nanoseconds: now.nanoseconds)
    let reply = tenants.strangers[call.endpoint.contract].double.withLock {
      $0.refuse(refusal, call: call, at: rim, links: links)
    }
    strays.append(request, call, reply, nil, at: rim)
    return write(reply, nil, call, links, request, broken: note(call, reply, nil), now: now, into: &output)
  }

  func refuse(
    _ complaint: Complaint, _ request: HTTPRequest, now: MonotonicInstant, into output: inout OutputBuffer
  ) -> Disposition {
    var reply = complaint.reply
    reply.unixSeconds = unixSeconds(at: now)
    strays.append(request, nil, reply, complaint.detail, at: Instant(nanoseconds: now.nanoseconds))
    ReplyWriter.append(reply, answering: request, files: files, to: &output)
    tell(request, reply, nil, nil, complaint.detail, noteStray(request, status: reply.status))
    return .done
  }

  /// Refuses a request for a rule that it breaks, in the double's own voice.
  private func refuse(
    _ broken: [RuleBreak], _ call: Call, _ tenant: Tenant?, _ request: HTTPRequest, now: MonotonicInstant,
    into output: inout OutputBuffer
  ) -> Disposition {
    noteRefused(broken, call, tenant)
    let complaint = Complaint.brokenRule(broken.first { $0.isBinding } ?? broken[0])
    var reply = complaint.reply
    reply.unixSeconds = unixSeconds(at: now)
    strays.append(request, call, reply, complaint.detail, at: Instant(nanoseconds: now.nanoseconds))
    ReplyWriter.append(reply, answering: request, files: files, to: &output)
    tell(request, reply, nil, call, complaint.detail, broken)
    return .done
  }
}
