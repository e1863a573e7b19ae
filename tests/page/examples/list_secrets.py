secrets = client.list_secrets(org_id="org-uuid")
