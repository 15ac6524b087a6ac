"""The desk: the clerk's page. A request becomes a visit, a page answers it, and each Keep is one commit."""
