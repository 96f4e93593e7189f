"""The demo world: merchants in every state, the staff who judge them, and the papers between them."""
