import requests
import time
BASE_URL = "https://api.lumenfall.ai/v1"
API_KEY = "YOUR_API_KEY"
HEADERS = {
    "Authorization": f"Bearer {API_KEY}",
    "Content-Type": "application/json"
}
# Step 1: Submit video generation request
response = requests.post(
    f"{BASE_URL}/videos",
    headers=HEADERS,
    json={
        "model": "sora-2-pro",
        "prompt": "",
        "size": "1024x1024"
    }
)
video_id = response.json()["id"]
print(f"Video ID: {video_id}")
# Step 2: Poll for completion
while True:
    result = requests.get(
        f"{BASE_URL}/videos/{video_id}",
        headers=HEADERS
    ).json()
    if result["status"] == "completed":
        print(f"Video URL: {result['output']['url']}")
        break
    elif result["status"] == "failed":
        print(f"Error: {result['error']['message']}")
        break
    time.sleep(5)
