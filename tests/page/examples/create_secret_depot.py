secret = client.create_secret(
    SecretCreate(name="depot-registry-secret", secret_type="depot", data={"username": "your-username", "token": "your-token"})
)
