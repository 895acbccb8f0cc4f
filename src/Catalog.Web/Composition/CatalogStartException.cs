using Catalog.Core.Errors;

namespace Catalog.Web.Composition;

/// <summary>The process cannot start. The message alone is shown, without a stack trace.</summary>
public sealed class CatalogStartException(string message, Exception? innerException = null)
    : CatalogException("cannot-start", ErrorCategory.Unavailable, message, innerException);
