-- wrk -s posts.lua URL -- BODIES: POSTs the bodies in the file, one a line, one after the other, round and round.
local requests, next_one = {}, 0

function init(arguments)
  wrk.headers["Content-Type"] = "application/json"
  for body in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, nil, body)
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end
