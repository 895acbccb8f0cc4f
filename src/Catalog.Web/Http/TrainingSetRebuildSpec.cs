using System.Text.Json.Serialization;

namespace Catalog.Web.Http;

/// <summary>How a training set is to be rebuilt, as JSON.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TrainingSetRebuildSpec(string? Name, bool Overwrite, string? RequestedBy);
