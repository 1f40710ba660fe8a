/// What answers requests of its own process, besides those of a socket, if it has one.
///
/// A class, because a session that leads to it must not keep it.
package protocol InProcessHost: AnyObject, Sendable {
  /// Makes a way in; one is enough for all sessions.
  func makeDoor() -> InProcessDoor
}

extension StuntServer: InProcessHost {
  package func makeDoor() -> InProcessDoor {
    let door = InProcessDoor(service)
    service.addWake { [weak door] in door?.wake() }
    return door
  }
}
