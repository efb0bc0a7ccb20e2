using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using KubeSec.Cluster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeSec.Core.Tests.Clusters;

/// <summary>
/// An API server over real HTTP: lists with pages and versions, watches with bookmarks, and misbehaviour on command. It serves what
/// it is told to; a collection nobody has named is not served (404).
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    public const string Token = "a-token-of-the-cluster";

    private readonly ConcurrentDictionary<string, Collection> collections = new(StringComparer.Ordinal);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kubesec-cluster-");
    private readonly WebApplication app;
    private long version = 100;

    private ApiServer(WebApplication app) => this.app = app;

    /// <summary>Answers to give instead, in order, to requests whose path and query hold the text.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Func<HttpContext, Task>>> Instead { get; } = new(StringComparer.Ordinal);

    /// <summary>Paths and queries as they were asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The kubeconfig that leads here.</summary>
    public string Kubeconfig => Path.Combine(folder.FullName, "config");

    public ClusterOptions Options => new() { Kubeconfig = Kubeconfig, Name = "east", PageSize = 2, Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<ApiServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var server = new ApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        File.WriteAllText(server.Kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: here
            clusters: [{name: here, cluster: {server: "{{address}}" } }]
            users: [{name: me, user: {token: "{{Token}}" } }]
            contexts: [{name: here, context: {cluster: here, user: me} }]
            """);
        foreach (ResourceCollection collection in ResourceCollections.Manifests.Concat(ResourceCollections.Observations).Where(collection => !collection.Optional))
        {
            server.collections[collection.PathIn(null)] = new Collection();
        }

        return server;
    }

    /// <summary>Adds or replaces an object; watchers are told.</summary>
    public void Put(string path, JsonObject item) => Change(path, item, null);

    /// <summary>Removes an object; watchers are told.</summary>
    public void Delete(string path, string uid) => Change(path, null, uid);

    /// <summary>Gives watchers of a collection any line.</summary>
    public void Say(string path, string line) => collections[path].Tell(line);

    /// <summary>Ends every watch of a collection, as servers do now and then.</summary>
    public void EndWatches(string path) => collections[path].End();

    /// <summary>Whether somebody watches the collection.</summary>
    public bool IsWatched(string path) => collections[path].Watchers > 0;

    public void Misbehave(string holds, Func<HttpContext, Task> answer) => Instead.GetOrAdd(holds, _ => []).Enqueue(answer);

    public static Func<HttpContext, Task> Status(int code, string? retryAfter = null) => context =>
    {
        context.Response.StatusCode = code;
        if (retryAfter is not null)
        {
            context.Response.Headers.RetryAfter = retryAfter;
        }

        return Task.CompletedTask;
    };

    public static Func<HttpContext, Task> Text(string text) => context => context.Response.WriteAsync(text);

    public async ValueTask DisposeAsync()
    {
        foreach (Collection collection in collections.Values)
        {
            collection.End();
        }

        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private void Change(string path, JsonObject? item, string? uid)
    {
        Collection collection = collections.GetOrAdd(path, _ => new Collection());
        lock (collection)
        {
            string at = (++version).ToString(CultureInfo.InvariantCulture);
            JsonObject subject = item ?? collection.Items[uid!];
            subject = (JsonObject)subject.DeepClone();
            subject["metadata"]!["resourceVersion"] = at;
            string name = (string)subject["metadata"]!["uid"]!;
            string type = item is null ? "DELETED" : collection.Items.ContainsKey(name) ? "MODIFIED" : "ADDED";
            if (item is null)
            {
                collection.Items.Remove(name);
            }
            else
            {
                collection.Items[name] = subject;
            }

            collection.History.Add((version, new JsonObject { ["type"] = type, ["object"] = subject.DeepClone() }.ToJsonString()));
            collection.Tell(collection.History[^1].Line);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string asked = context.Request.Path + context.Request.QueryString;
        Requests.Enqueue(asked);
        foreach ((string holds, ConcurrentQueue<Func<HttpContext, Task>> answers) in Instead)
        {
            if (asked.Contains(holds, StringComparison.Ordinal) && answers.TryDequeue(out Func<HttpContext, Task>? answer))
            {
                await answer(context);
                return;
            }
        }

        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = 401;
        }
        else if (!collections.TryGetValue(context.Request.Path, out Collection? collection))
        {
            context.Response.StatusCode = 404;
        }
        else
        {
            await (context.Request.Query["watch"] == "1" ? WatchAsync(context, collection) : ListAsync(context, collection));
        }
    }

    private Task ListAsync(HttpContext context, Collection collection)
    {
        lock (collection)
        {
            int limit = int.Parse(context.Request.Query["limit"]!, CultureInfo.InvariantCulture);
            int from = int.TryParse(context.Request.Query["continue"], out int number) ? number : 0;
            JsonNode[] page = [.. collection.Items.Values.Skip(from).Take(limit).Select(item => item.DeepClone())];
            foreach (JsonNode item in page)
            {
                // Real lists leave out what their own kind says.
                ((JsonObject)item).Remove("kind");
                ((JsonObject)item).Remove("apiVersion");
            }

            bool more = from + limit < collection.Items.Count;
            return context.Response.WriteAsync(new JsonObject
            {
                ["kind"] = "List",
                ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["continue"] = more ? (from + limit).ToString(CultureInfo.InvariantCulture) : "" },
                ["items"] = new JsonArray(page),
            }.ToJsonString());
        }
    }

    private static async Task WatchAsync(HttpContext context, Collection collection)
    {
        long since = long.Parse(context.Request.Query["resourceVersion"]!, CultureInfo.InvariantCulture);
        Channel<string> lines = Channel.CreateUnbounded<string>();
        lock (collection)
        {
            foreach ((long at, string line) in collection.History.Where(entry => entry.At > since))
            {
                lines.Writer.TryWrite(line);
            }

            collection.Add(lines);
        }

        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        await foreach (string line in lines.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(line + "\n");
            await context.Response.Body.FlushAsync();
        }
    }

    private sealed class Collection
    {
        private readonly List<Channel<string>> watchers = [];

        public Dictionary<string, JsonObject> Items { get; } = new(StringComparer.Ordinal);

        public List<(long At, string Line)> History { get; } = [];

        public int Watchers
        {
            get
            {
                lock (this)
                {
                    return watchers.Count;
                }
            }
        }

        public void Add(Channel<string> watcher) => watchers.Add(watcher);

        public void Tell(string line)
        {
            lock (this)
            {
                watchers.ForEach(watcher => watcher.Writer.TryWrite(line));
            }
        }

        public void End()
        {
            lock (this)
            {
                watchers.ForEach(watcher => watcher.Writer.TryComplete());
                watchers.Clear();
            }
        }
    }
}
