curl -X POST "{BASE_URL}/v1/video/generations" \
-H "Authorization: Bearer sk-***" \
-H "Content-Type: application/json" \
-d '{
"model": "sora2-portrait-12s",
"prompt": "A cat running through grass",
"image_url": "https://example.com/image.jpg"
}'
