/// How much of anything the rim holds or waits for before it acts.
package struct SocketLimits: Sendable, Equatable {
  /// Open connections of all loops; further ones wait in the backlog until one closes. Stays below the usual
  /// `ulimit -n` of a service, and ten thousand idle clients must fit.
  package var connections = 16_384
  /// Connections that the kernel completes ahead of us; more are refused or retried by their clients.
  package var backlog = 1_024
  /// Bytes of the buffer that a loop reads into; one per loop. The heads and ordinary bodies of a batch fit.
  package var readBufferBytes = 65_536
  /// Connections that are read before the first of them is answered, and answered before the first reply is
  /// written. A submit took 4 to 11 % less time with 8 than with 1; more gained nothing and keeps replies longer.
  package var batchConnections = 8
  /// Bytes of replies that are made before they are written: to pipelined requests, and to those of a batch.
  package var outputBytes = 262_144
  /// Bytes written to one connection before the others have their turn: about 0.1 ms.
  package var turnBytes = 524_288
  /// Requests of one connection that are answered in one turn; the rest waits until the others had theirs.
  package var turnRequests = 64
  /// Seconds that a connection may stay open without a request; as nginx and most gateways keep it.
  package var idleSeconds = 75
  /// Seconds from the first byte of a head to its last (408): ends a client that feeds single bytes.
  package var headSeconds = 10
  /// Seconds in which a body must bring one more byte (408).
  package var bodySeconds = 30
  /// Seconds in which a client must take one more byte of a reply, else its connection is reset.
  package var stallSeconds = 30
  /// Seconds after a last reply in which what the client still sends is read and dropped, so that it sees the reply.
  package var lingerSeconds = 5
  /// Milliseconds without accepting after the system ran out of descriptors or memory.
  package var acceptPauseMilliseconds = 100

  /// The limits as their comments give them.
  package static let standard = SocketLimits()

  /// Makes the limits as their comments give them.
  package init() {}
}
