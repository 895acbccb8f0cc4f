using Catalog.Core.Errors;
using Catalog.Core.Values;
using FeatureStore;
using FeatureStore.Erasures;
using FeatureStore.Model;
using FeatureStore.Serving;

namespace Catalog.Web.Erasures;

/// <summary>What the form of an erasure holds. The key stays in here: it is in no address and in no log. Not thread-safe.</summary>
internal sealed class ErasureDraft(ErasureService erasures)
{
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>What is erased one of; null until something is chosen.</summary>
    internal ErasureSubject? Subject { get; private set; }

    /// <summary>Whether later events are kept out, too.</summary>
    internal bool Forever { get; set; }

    internal string Reason { get; set; } = "";

    internal string Author { get; set; } = "";

    /// <summary>What an erasure would remove; null until it was looked for, and again once the key is another one.</summary>
    internal IReadOnlyList<ErasedPlace>? Found { get; private set; }

    /// <summary>Why it could not be looked for or asked for; null when it could.</summary>
    internal string? Failure { get; private set; }

    internal void Choose(ErasureSubject? subject)
    {
        Subject = subject;
        _texts.Clear();
        _touched.Clear();
        Forget();
    }

    internal string TextOf(Entity entity) => _texts.GetValueOrDefault(entity.JoinKey, string.Empty);

    internal void Type(Entity entity, string text)
    {
        _texts[entity.JoinKey] = text;
        _touched.Add(entity.JoinKey);
        Forget();
    }

    /// <summary>What is wrong with the value of a join key; null when nothing is, and before anything was typed or asked.</summary>
    internal string? ErrorAt(Entity entity) => _touched.Contains(entity.JoinKey) ? Check(entity).Error : null;

    /// <summary>The first join key whose value cannot be taken, which is shown from now on; null when all can.</summary>
    internal Entity? FindWrong()
    {
        foreach (var entity in Subject?.Entities ?? [])
        {
            _touched.Add(entity.JoinKey);
        }

        return Subject?.Entities.FirstOrDefault(entity => Check(entity).Error is not null);
    }

    /// <summary>Looks what an erasure would remove now.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        Forget();
        try
        {
            var request = Request();
            var found = await erasures.PreviewAsync(request, cancellationToken);
            Found = IsOf(request) ? found : null; // The key may have been changed meanwhile.
        }
        catch (CatalogException exception)
        {
            Failure = exception.Message;
        }
    }

    /// <summary>Asks for the erasure; null, and <see cref="Failure"/> says why, when it is refused.</summary>
    internal async Task<Erasure?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await erasures.RequestAsync(Request(), cancellationToken);
        }
        catch (CatalogException exception)
        {
            Failure = exception.Message;
            return null;
        }
    }

    private ErasureRequest Request() => new()
    {
        Key = (Subject?.Entities ?? []).ToDictionary(static entity => entity.JoinKey, entity => Value.Of(Typed(entity))),
        Forever = Forever,
        RequestedBy = OrNull(Author),
        Reason = OrNull(Reason),
    };

    private bool IsOf(ErasureRequest request) => request.Key.Count == Subject?.Entities.Count
        && Subject.Entities.All(entity => request.Key.TryGetValue(entity.JoinKey, out var value) && value == Value.Of(Typed(entity)));

    // Spaces can be part of a text, and never of anything else.
    private string Typed(Entity entity) => entity.Type.Element == ScalarType.String ? TextOf(entity) : TextOf(entity).Trim();

    private (Value Value, string? Error) Check(Entity entity)
    {
        if (Typed(entity).Length == 0)
        {
            return (Value.Null, $"Give the {entity.JoinKey} of the one to erase.");
        }

        try
        {
            return (KeyConversion.Convert(Value.Of(Typed(entity)), entity, row: null), null);
        }
        catch (FeatureStoreException wrong)
        {
            return (Value.Null, wrong.Message);
        }
    }

    private void Forget() => (Found, Failure) = (null, null);

    private static string? OrNull(string text) => text.Trim() is { Length: > 0 } words ? words : null;
}
