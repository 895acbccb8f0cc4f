using EndToEnd.Tests.Infrastructure;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace EndToEnd.Tests.Infrastructure;

/// <summary>Begins with the folders whose tests take minutes, so that none of them runs at the end with nothing beside it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Folders = [".MainJob.", ".Proof.", ".Accessibility."];

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection
    {
        // The runner begins with the last: each waits for its turn in a task, and the newest task of a thread runs first.
        var fromShortest = testCollections.OrderByDescending(static collection => RankOf(collection.TestCollectionDisplayName)).ThenByDescending(static collection => collection.TestCollectionDisplayName, StringComparer.Ordinal);
        return [.. fromShortest];
    }

    private static int RankOf(string name)
    {
        var rank = Array.FindIndex(Folders, folder => name.Contains(folder, StringComparison.Ordinal));
        return rank < 0 ? Folders.Length : rank;
    }
}
