using System.Runtime.CompilerServices;

namespace Catalog.Client;

/// <summary>
/// Calls a server of Catalog over HTTP. Thread-safe: make one for a server and keep it. Every call throws <see cref="CatalogException"/> for what the server refuses and when it cannot be
/// reached, <see cref="OperationCanceledException"/> when its token stops it, and <see cref="ArgumentException"/> for what cannot be sent.
/// </summary>
public sealed class CatalogClient : IDisposable
{
    private const string ServerVariable = "CATALOG_SERVER";
    private const string StandardServer = "http://localhost:8080";

    private static readonly TimeSpan FlushLimit = TimeSpan.FromHours(1);

    private readonly Transport _transport;

    /// <summary>A client of the server that the environment variable <c>CATALOG_SERVER</c> names, else of <c>http://localhost:8080</c>.</summary>
    /// <param name="options">How it calls; null for the defaults.</param>
    /// <exception cref="ArgumentException">The variable holds no address.</exception>
    public CatalogClient(CatalogClientOptions? options = null)
        : this(StandardAddress(), options)
    {
    }

    /// <summary>A client of one server.</summary>
    /// <param name="address">Its address, such as <c>http://localhost:8080</c>; a path before the product's own is kept.</param>
    /// <param name="options">How it calls; null for the defaults.</param>
    /// <exception cref="ArgumentException">It is no address of HTTP.</exception>
    public CatalogClient(Uri address, CatalogClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        _transport = new Transport(address, options ?? new CatalogClientOptions());
    }

    /// <summary>A client over an HttpClient of the caller's, for example of a factory, with its handlers and headers.</summary>
    /// <param name="http">The HttpClient, with a <see cref="HttpClient.BaseAddress"/>. It is not disposed; its own Timeout counts too, so set it to infinite for large training sets. A frame that the
    /// server refuses halfway may show as <c>unreachable</c> over it.</param>
    /// <param name="options">How it calls; null for the defaults.</param>
    /// <exception cref="ArgumentException">It has no address, or one that is none of HTTP.</exception>
    public CatalogClient(HttpClient http, CatalogClientOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        _transport = new Transport(http, options ?? new CatalogClientOptions());
    }

    /// <summary>Address of the server.</summary>
    public Uri Address => _transport.Address;

    /// <summary>
    /// Has the server build a training set that is correct at every row's point in time. Returns as soon as the frame was sent; the job waits where its rows are read. Rows keep their number and
    /// order; columns of the frame come first, then the features. Whether a feature row exactly at the entity row's time counts is a matter of the view (<c>strict_before</c>).
    /// </summary>
    /// <param name="entities">A row for each row wanted, or a file of them.</param>
    /// <param name="features">References, or the name of a feature service.</param>
    /// <param name="options">What it is to be like; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the sending, and the building with it.</param>
    /// <exception cref="CatalogException">The request is wrong, <see cref="CatalogException.Findings"/> lists all errors where there are several; or a training set of that name exists.</exception>
    public Task<RetrievalJob> GetHistoricalFeaturesAsync(
        EntityFrame entities, FeatureSelection features, HistoricalFeaturesOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entities);
        ArgumentNullException.ThrowIfNull(features);
        return DatasetCreation.StartAsync(_transport, entities, features, options ?? new HistoricalFeaturesOptions(), cancellationToken);
    }

    /// <summary>The same with rows, as <see cref="EntityFrame.FromRows(IEnumerable{object})"/> takes them.</summary>
    /// <param name="entities">A row for each row wanted, such as <c>new { CustomerId = 7, EventTimestamp = time }</c>.</param>
    /// <param name="features">References, or the name of a feature service.</param>
    /// <param name="options">What it is to be like; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the sending, and the building with it.</param>
    /// <exception cref="CatalogException">As above.</exception>
    public Task<RetrievalJob> GetHistoricalFeaturesAsync(
        IEnumerable<object> entities, FeatureSelection features, HistoricalFeaturesOptions? options = null, CancellationToken cancellationToken = default) =>
        GetHistoricalFeaturesAsync(EntityFrame.FromRows(entities), features, options, cancellationToken);

    /// <summary>Looks up the newest values of features.</summary>
    /// <param name="features">References, or the name of a feature service.</param>
    /// <param name="entities">Join keys and request values by row: dictionaries, or objects such as <c>new { CustomerId = 7 }</c>. All rows have the same columns.</param>
    /// <param name="fullFeatureNames">Name the columns <c>view__feature</c> instead of <c>feature</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public async Task<OnlineFeatures> GetOnlineFeaturesAsync(
        FeatureSelection features, IEnumerable<object> entities, bool fullFeatureNames = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(entities);
        var (body, names) = OnlineRequest.Write(features, entities, fullFeatureNames);
        var call = new Call(OnlineFeatures.Attempted, HttpMethod.Post, "get-online-features") { Content = () => WireJson.ToContent(body), IsSafe = true };
        return OnlineFeatures.Of(await _transport.AskAsync(call, WireJson.Default.WireOnline, cancellationToken).ConfigureAwait(false), names);
    }

    /// <summary>The same as objects; <see cref="OnlineFeatures.ToRows{T}"/> says how.</summary>
    /// <typeparam name="T">A record or class; properties are nullable where there may be no value.</typeparam>
    /// <param name="features">References, or the name of a feature service.</param>
    /// <param name="entities">Join keys and request values by row.</param>
    /// <param name="fullFeatureNames">Name the columns <c>view__feature</c> instead of <c>feature</c>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>One object for each entity, in their order.</returns>
    public async Task<IReadOnlyList<T>> GetOnlineFeaturesAsync<T>(
        FeatureSelection features, IEnumerable<object> entities, bool fullFeatureNames = false, CancellationToken cancellationToken = default)
        where T : notnull => (await GetOnlineFeaturesAsync(features, entities, fullFeatureNames, cancellationToken).ConfigureAwait(false)).ToRows<T>();

    /// <summary>
    /// Pushes events into a source and returns when every one is durable: accepted in the log, or refused in the quarantine. Views show them a moment later; <see cref="FlushAsync"/> waits for
    /// that. Times without a zone are read as the source's column says, which is UTC unless it declares a zone.
    /// </summary>
    /// <param name="source">The source.</param>
    /// <param name="events">Rows with the names of the source's columns: dictionaries, or objects whose properties are the columns.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between or within the pieces of 8 MiB; those that were sent stay.</param>
    public Task<PushReport> PushAsync(string source, IEnumerable<object> events, PushOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return PushAsync(source, JsonLines.ToAsync(events), options, cancellationToken);
    }

    /// <summary>The same with events that come one at a time, so that there may be any number of them.</summary>
    /// <param name="source">The source.</param>
    /// <param name="events">Rows with the names of the source's columns.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops between or within the pieces of 8 MiB; those that were sent stay.</param>
    public Task<PushReport> PushAsync(string source, IAsyncEnumerable<object> events, PushOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentNullException.ThrowIfNull(events);
        options ??= new PushOptions();
        options.Check();
        return new PushSender(_transport, source, options).SendAsync(events, cancellationToken);
    }

    /// <summary>Waits until every event that the log holds now is in the online and the offline store of a view.</summary>
    /// <param name="view">The view.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    public Task FlushAsync(string view, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(view);
        var call = new Call($"Waiting for the view '{view}'", HttpMethod.Post, $"api/v1/views/{Call.Escape(view)}/flush") { IsSafe = true, Timeout = FlushLimit };
        return _transport.SendAsync(call, cancellationToken);
    }

    /// <summary>
    /// Erases an entity from the online store, the offline files and the saved training sets, keeps its events out, and waits for the end. Nothing takes it back; stopping the wait does not stop it.
    /// </summary>
    /// <param name="key">The join keys with one value each. Views that have more join keys lose the rows of all keys with these values.</param>
    /// <param name="forever">Whether later events of the entity are kept out, too; otherwise those that happen and arrive after the erasure count again.</param>
    /// <param name="reason">Why, for the receipt. It is kept, so it must not name the entity.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The receipt.</returns>
    /// <exception cref="CatalogException">It failed (<see cref="CatalogErrorKind.RunFailed"/>); events of the entity are kept out all the same.</exception>
    public Task<Erasure> EraseAsync(IReadOnlyDictionary<string, object> key, bool forever = false, string? reason = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ErasureCalls.EraseAsync(_transport, key, forever, reason, cancellationToken);
    }

    /// <summary>Tells what <see cref="EraseAsync"/> would remove now, place by place. Changes nothing.</summary>
    /// <param name="key">The join keys with one value each.</param>
    /// <param name="cancellationToken">Stops the asking.</param>
    public Task<IReadOnlyList<ErasedPlace>> PreviewErasureAsync(IReadOnlyDictionary<string, object> key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return ErasureCalls.PreviewAsync(_transport, key, cancellationToken);
    }

    /// <summary>States what applying a folder or file of definitions would change. Changes nothing.</summary>
    /// <param name="path">Folder or file with definitions in YAML.</param>
    /// <param name="prune">Remove what is in force in the domains of the files but no longer declared there.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CatalogException">The definitions have errors; <see cref="CatalogException.Findings"/> lists them all.</exception>
    /// <exception cref="FileNotFoundException">There is nothing to read at the path.</exception>
    public async Task<DefinitionPlan> PlanAsync(string path, bool prune = false, CancellationToken cancellationToken = default)
    {
        var attempted = $"Planning the definitions in '{path}'";
        var files = await DefinitionFiles.ReadAsync(path, attempted, cancellationToken).ConfigureAwait(false);
        var call = new Call(attempted, HttpMethod.Post, "api/v1/definitions/plan")
        {
            Content = () => WireJson.ToContent(new WireChange(files, prune, null, null, null), WireJson.Default.WireChange), IsSafe = true,
        };
        return await _transport.AskAsync(call, WireJson.Default.DefinitionPlan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts a folder or file of definitions in force, in one step or not at all.</summary>
    /// <param name="path">Folder or file with definitions in YAML.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the call; it may be applied nevertheless.</param>
    /// <exception cref="CatalogException">The definitions have errors, and nothing was applied; or another revision than the expected one is in force.</exception>
    /// <exception cref="FileNotFoundException">There is nothing to read at the path.</exception>
    public async Task<DefinitionPlan> ApplyAsync(string path, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        var attempted = $"Applying the definitions in '{path}'";
        var files = await DefinitionFiles.ReadAsync(path, attempted, cancellationToken).ConfigureAwait(false);
        var change = new WireChange(files, options?.Prune ?? false, options?.Author ?? _transport.Options.User, options?.Message, options?.ExpectedRevision);
        var call = new Call(attempted, HttpMethod.Post, "api/v1/definitions/apply") { Content = () => WireJson.ToContent(change, WireJson.Default.WireChange) };
        return await _transport.AskAsync(call, WireJson.Default.DefinitionPlan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The training set that the server keeps under a name.</summary>
    /// <param name="name">Its name or id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="CatalogException">There is none; the code is <c>training-set-not-found</c>.</exception>
    public async Task<SavedDataset> GetSavedDatasetAsync(string name, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var call = new Call($"Reading the training set '{name}'", HttpMethod.Get, $"{DatasetReader.Route}/{Call.Escape(name)}");
        return new SavedDataset(_transport, await _transport.AskAsync(call, WireJson.Default.DatasetRecord, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>All training sets of the server, newest first, however far each is.</summary>
    /// <param name="cancellationToken">Stops the listing.</param>
    public async IAsyncEnumerable<SavedDataset> ListSavedDatasetsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Guid? before = null;
        do
        {
            var call = new Call("Listing the training sets", HttpMethod.Get, before is null ? DatasetReader.Route : $"{DatasetReader.Route}?before={before}");
            var page = await _transport.AskAsync(call, WireJson.Default.WireDatasets, cancellationToken).ConfigureAwait(false);
            foreach (var record in page.Items)
            {
                yield return new SavedDataset(_transport, record);
            }

            before = page.Next;
        }
        while (before is not null);
    }

    /// <summary>Lets the connections go, unless they are those of the caller's HttpClient.</summary>
    public void Dispose() => _transport.Dispose();

    private static Uri StandardAddress()
    {
        var server = Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } given ? given : StandardServer;
        return Uri.TryCreate(server, UriKind.Absolute, out var address)
            ? address
            : throw new ArgumentException($"{ServerVariable} is '{server}'; it must be an address such as {StandardServer}.");
    }
}
