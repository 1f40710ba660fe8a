-- wrk -s mix.lua URL -- SUBMIT-PATH BODY PATHS: one submit, then four polls, again and again.
local submit, polls, count = nil, {}, 0

function init(arguments)
  local fields = { ["Content-Type"] = "application/json" }
  for name, value in pairs(wrk.headers) do
    fields[name] = value
  end
  submit = wrk.format("POST", arguments[1], fields, arguments[2])
  for path in io.lines(arguments[3]) do
    polls[#polls + 1] = wrk.format("GET", path)
  end
end

function request()
  count = count + 1
  if count % 5 == 1 then
    return submit
  end
  return polls[count % #polls + 1]
end
