namespace Catalog.Core.Errors;

/// <summary>Base of all exceptions that the product throws on purpose. Every module has one subclass with its own codes.</summary>
public abstract class CatalogException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">Stable code in kebab case, listed in <c>docs/errors.md</c>.</param>
    /// <param name="category">Decides the status at every door.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right, the setting to change.</param>
    /// <param name="innerException">The cause, if another library failed.</param>
    protected CatalogException(string code, ErrorCategory category, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Code = code;
        Category = category;
    }

    /// <summary>Stable code in kebab case, listed in <c>docs/errors.md</c>.</summary>
    public string Code { get; }

    /// <summary>The kind of failure.</summary>
    public ErrorCategory Category { get; }

    /// <summary>How long to wait before the same call is made again; null when nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>When several things were wrong at once, each of them; empty when there was one. The message then tells them, or the first of many and how many there are.</summary>
    public virtual IReadOnlyList<CatalogException> Parts => [];

    /// <summary>Whether the same call may succeed later without any change.</summary>
    public bool IsTransient => Category is ErrorCategory.Overloaded or ErrorCategory.Unavailable;
}
