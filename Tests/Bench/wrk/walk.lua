-- wrk -s walk.lua URL -- PATHS: GETs the paths in the file, one after the other, round and round.
local requests, next_one = {}, 0

function init(arguments)
  for path in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  next_one = next_one % #requests + 1
  return requests[next_one]
end
