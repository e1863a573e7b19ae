secret = client.create_secret(
    SecretCreate(
        name="nvidia-secret",
        secret_type="nvidia_nim",
        data={"server": "nvcr.io", "username": "$oauthtoken", "password": os.getenv("NVIDIA_OAUTH_TOKEN")},
    )
)
