namespace Microsoft.Azure.Functions.Worker;

/// <summary>The key that a request to an HTTP function needs. Run locally, an app may use <see cref="Anonymous"/> and <see cref="Function"/>.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}
