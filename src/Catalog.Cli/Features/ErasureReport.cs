using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes erasures and their receipts, for people.</summary>
internal static class ErasureReport
{
    internal static void Write(IAnsiConsole console, ErasureAnswer erasure)
    {
        new FactSheet()
            .Add("Erasure", erasure.Id.ToString())
            .Add("State", erasure.State)
            .Add("Join keys", string.Join(", ", erasure.JoinKeys))
            .Add("Entity", erasure.Fingerprint)
            .Add("Kept out", erasure.Forever ? "for ever" : erasure.Through is { } through ? $"what happened or arrived by {through}" : "everything, until the erasure is complete")
            .Add("Asked for", erasure.CreatedAt)
            .Add("Ended", erasure.EndedAt)
            .Add("Reason", erasure.Reason)
            .Add("By", erasure.RequestedBy)
            .Add("Error", erasure.Error?.Message)
            .WriteTo(console);
        console.WriteLine();
        WritePlaces(console, erasure.Places ?? [], "Nothing of the entity was found.");
        foreach (var place in (erasure.Places ?? []).Where(static place => place is { Outcome: "kept", Note: not null }))
        {
            console.WriteLine();
            console.WriteLine($"{place.Kind} {place.Name}: {place.Note}");
        }
    }

    internal static void Write(IAnsiConsole console, ErasurePreviewAnswer preview)
    {
        WritePlaces(console, preview.Places, "Nothing of the entity is in the stores.");
        console.WriteLine("Nothing was changed.");
    }

    internal static void Write(IAnsiConsole console, ErasurePageAnswer page)
    {
        var listing = new Listing("Asked for", "ID", "State", "Join keys~", "Entity", "Kept out~");
        foreach (var erasure in page.Items)
        {
            listing.Row(erasure.CreatedAt, erasure.Id.ToString(), erasure.State, string.Join(", ", erasure.JoinKeys), erasure.Fingerprint, erasure.Forever ? "for ever" : erasure.Through);
        }

        listing.WriteTo(console, "Nothing was erased.");
    }

    private static void WritePlaces(IAnsiConsole console, IReadOnlyList<ErasedPlaceAnswer> places, string whenEmpty)
    {
        var listing = new Listing("Place", "Name", "Outcome", "Count#", "File~", "New file~");
        foreach (var place in places)
        {
            listing.Row(place.Kind, place.Name, place.Outcome, place.Count is { } count ? Numbers.Count(count) : null, place.File, place.NewFile);
        }

        listing.WriteTo(console, whenEmpty);
    }
}
