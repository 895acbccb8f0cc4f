namespace Catalog.Client;

/// <summary>A null where the type has none; whoever knows the place says so.</summary>
internal sealed class NullFoundException(bool isItem) : Exception
{
    /// <summary>Whether it is an item of a list.</summary>
    internal bool IsItem { get; } = isItem;
}
