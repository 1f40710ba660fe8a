import StuntConformance
import StuntEngine
import StuntProviders
import StuntSockets
import Synchronization

/// Sends the ends of jobs to the client's server, as soon as it is seen to have one.
///
/// A client without one must not have messages repeated to it for days of the double's time. A class, because two
/// listeners ask it.
final class WebhookRegistration: Sendable {
  private let url: WebhookURL?
  private let service: DoubleService
  private let isDone = Mutex(false)

  init(_ plan: ObservedServer.Plan, _ setting: RunSetting, _ service: DoubleService) {
    let provider = plan.book.provider
    let scenario = provider.scenario(named: plan.run.scenario.utf8).map { provider.scenarios[$0] }
    // Where submits say where to, the project has no endpoint of its own.
    let isMeant = scenario?.hasWebhooks == true && provider.tellsProjects
    url = isMeant ? WebhookURL(setting.webhookURL) : nil
    self.service = service
  }

  /// Looks whether the client listens now.
  func look() {
    guard let url else { return }
    isDone.withLock { isDone in
      guard !isDone, LocalPort.isTaken(url.port) else { return }
      isDone = true
      service.tellWebhooks(to: url)
    }
  }
}

extension DoubleService {
  /// Sends the ends of all jobs to come to a URL, as the control operation does.
  func tellWebhooks(to url: WebhookURL) {
    for index in registry.providers.indices where !registry.providers[index].webhookEvents.isEmpty {
      let standing = tenants.change(webhooksOf: index) { $0.url = url }
      for tenant in tenants.all() where tenant.provider == index {
        tenant.double.withLock { standing.apply(to: &$0) }
      }
    }
  }
}
