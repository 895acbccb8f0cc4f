using Catalog.Cli.Output;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Features;

/// <summary>Writes consumers and their keys, for people.</summary>
internal static class ConsumerReport
{
    internal static void Write(IAnsiConsole console, ConsumerListAnswer list)
    {
        var listing = new Listing("Consumer", "Owner~", "May read~", "Purpose~");
        foreach (var consumer in list.Items)
        {
            listing.Row(consumer.Name, consumer.Owner, MayRead(consumer), consumer.Purpose);
        }

        listing.WriteTo(console, "Nobody is registered.");
    }

    internal static void Write(IAnsiConsole console, ConsumerAnswer consumer)
    {
        new FactSheet()
            .Add("Consumer", consumer.Name)
            .Add("Owner", consumer.Owner)
            .Add("Purpose", consumer.Purpose)
            .Add("May read", MayRead(consumer))
            .Add("Registered", consumer.CreatedAt)
            .WriteTo(console);
        console.WriteLine();
        var keys = new Listing("Key", "ID", "Made", "Expires", "Revoked", "Last used");
        foreach (var key in consumer.Keys ?? [])
        {
            keys.Row(key.Prefix + "...", key.Id.ToString(), key.CreatedAt, key.ExpiresAt ?? "never", key.RevokedAt, key.LastUsedAt);
        }

        keys.WriteTo(console, "It has no key.");
        if (consumer.Reads is { Count: > 0 } reads)
        {
            console.WriteLine();
            var listing = new Listing("Feature service", "Lookups#", "Refused#", "Entity rows#", "Last");
            foreach (var read in reads)
            {
                listing.Row(read.FeatureService ?? "(by references)", Numbers.Count(read.Lookups), Numbers.Count(read.Refused), Numbers.Count(read.Entities), read.LastAt);
            }

            listing.WriteTo(console, string.Empty);
        }
    }

    private static string MayRead(ConsumerAnswer consumer) => consumer.FeatureServices.Count == 0 ? "nothing" : string.Join(", ", consumer.FeatureServices);
}
