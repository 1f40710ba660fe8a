curl "{BASE_URL}/v1/videos/gen_xxxxxxxxxxxx" \
-H "Authorization: Bearer sk-***"
