using Catalog.Core.Errors;

namespace Catalog.Web.Composition;

/// <summary>The process cannot start. The message alone is shown, without a stack trace.</summary>
public sealed class CatalogStartException(string message, Exception? innerException = null)
    : CatalogException(StandardCode, ErrorCategory.Unavailable, message, innerException)
{
    /// <summary>The code of whatever keeps the process from starting and has none of its own.</summary>
    public const string StandardCode = "cannot-start";
}
