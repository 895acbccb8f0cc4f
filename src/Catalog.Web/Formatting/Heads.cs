namespace Catalog.Web.Formatting;

/// <summary>What a panel shows of a long list.</summary>
public static class Heads
{
    /// <summary>The first of a list; all where only one would be left out, since saying so takes the room of a line too.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int most) => all.Count <= most + 1 ? all : [.. all.Take(most)];
}
