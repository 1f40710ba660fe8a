// Who imports StuntTesting steers doubles: their types come along.
@_exported public import StuntDouble
