using Catalog.Core.Errors;
using Catalog.Core.Text;

namespace Catalog.Definitions.Binding;

/// <summary>Finds what somebody probably meant by a word that is not known.</summary>
internal static class NearName
{
    /// <summary>The candidate that is least far from the word, if it is near enough to be a slip of the keyboard; null otherwise.</summary>
    public static string? Find(string word, IEnumerable<string> candidates) => NearWord.Find(word, candidates);

    /// <summary>"Did you mean ...?" or, without a near candidate, the list of what is legal when it is short.</summary>
    public static Fix? Suggest(string word, IReadOnlyCollection<string> candidates)
    {
        if (Find(word, candidates) is { } near)
        {
            return Fix.DidYouMean(near);
        }

        return candidates.Count is > 0 and <= 12 ? $"Legal are: {string.Join(", ", candidates)}." : null;
    }
}
