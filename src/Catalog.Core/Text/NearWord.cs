namespace Catalog.Core.Text;

/// <summary>Finds what somebody probably meant by a word that is not known. Thread-safe.</summary>
public static class NearWord
{
    // Longer than anything that has a name; a distance costs the product of both lengths.
    private const int Longest = 300;

    /// <summary>The candidate that is least far from the word, if it is near enough to be a slip of the keyboard; null otherwise.</summary>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        if (word.Length > Longest)
        {
            return null;
        }

        string? best = null;
        var bestDistance = 1 + Math.Max(1, word.Length / 3);
        foreach (var candidate in candidates)
        {
            var distance = Distance(Fold(word), Fold(candidate), bestDistance);
            if (distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    /// <summary>"Did you mean ...?" with a blank before it; empty when nothing is near.</summary>
    public static string Ask(string word, IEnumerable<string> candidates) => Find(word, candidates) is { } near ? $" Did you mean '{near}'?" : string.Empty;

    private static string Fold(string word) => word.ToLowerInvariant().Replace('-', '_');

    // Optimal string alignment: insertions, deletions, replacements and swaps of neighbours.
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) >= limit)
        {
            return limit;
        }

        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var row = new int[right.Length + 1];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last) = (last, row);
        }

        return last[right.Length];
    }
}
