deployments = client.list_model_deployments(org_id="org-uuid")
