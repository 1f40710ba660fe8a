-- wrk -s post.lua URL -- BODY: the same POST again and again; no Lua runs while it is measured.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"

function init(arguments)
  wrk.body = arguments[1]
end
