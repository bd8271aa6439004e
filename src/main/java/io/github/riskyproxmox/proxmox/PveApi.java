package io.github.riskyproxmox.proxmox;

import io.github.riskyproxmox.proxmox.wire.AgentReply;
import io.github.riskyproxmox.proxmox.wire.ConfigReply;
import io.github.riskyproxmox.proxmox.wire.EmptyReply;
import io.github.riskyproxmox.proxmox.wire.GuestsReply;
import io.github.riskyproxmox.proxmox.wire.MappingsReply;
import io.github.riskyproxmox.proxmox.wire.NodesReply;
import io.github.riskyproxmox.proxmox.wire.OptionsReply;
import io.github.riskyproxmox.proxmox.wire.PermissionsReply;
import io.github.riskyproxmox.proxmox.wire.ResourcesReply;
import io.github.riskyproxmox.proxmox.wire.StatusReply;
import io.github.riskyproxmox.proxmox.wire.StoragesReply;
import io.github.riskyproxmox.proxmox.wire.TaskLogReply;
import io.github.riskyproxmox.proxmox.wire.TaskStatusReply;
import io.github.riskyproxmox.proxmox.wire.TasksReply;
import io.github.riskyproxmox.proxmox.wire.UpidReply;
import io.github.riskyproxmox.proxmox.wire.VersionReply;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The endpoints of Proxmox VE that are used (pve-api.md §2, §3 and §10 to §13). */
@RegisterRestClient
@Path("/api2/json")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
public interface PveApi {
  /** What runs there; any valid token may ask. */
  @GET
  @Path("/version")
  VersionReply version();

  /** What the token may do; any valid token may ask. */
  @GET
  @Path("/access/permissions")
  PermissionsReply permissions();

  /** The same of another user; needs Sys.Audit on /access. */
  @GET
  @Path("/access/permissions")
  PermissionsReply permissionsOf(@QueryParam("userid") String userid);

  /** All nodes; any valid token may ask. */
  @GET
  @Path("/nodes")
  NodesReply nodes();

  /** The datacenter's options; any valid token may ask. */
  @GET
  @Path("/cluster/options")
  OptionsReply options();

  /** All guests as the cluster last heard of them; with type {@code vm}. */
  @GET
  @Path("/cluster/resources")
  ResourcesReply resources(@QueryParam("type") String type);

  /** The VMs of a node now; full = 1 adds QEMU's run state. */
  @GET
  @Path("/nodes/{node}/qemu")
  GuestsReply guests(@PathParam("node") String node, @QueryParam("full") int full);

  /** The containers of a node now. */
  @GET
  @Path("/nodes/{node}/lxc")
  GuestsReply containers(@PathParam("node") String node);

  /** Shuts down or restarts a node; command is {@code shutdown} or {@code reboot}. */
  @POST
  @Path("/nodes/{node}/status")
  EmptyReply nodeCommand(@PathParam("node") String node, @FormParam("command") String command);

  /** The storages of a node that the token may see something of. */
  @GET
  @Path("/nodes/{node}/storage")
  StoragesReply storages(@PathParam("node") String node);

  /** A guest now. Type is {@code qemu} or {@code lxc}, here and below. */
  @GET
  @Path("/nodes/{node}/{type}/{vmid}/status/current")
  StatusReply status(
      @PathParam("node") String node, @PathParam("type") String type, @PathParam("vmid") int vmid);

  /** A guest's configuration. */
  @GET
  @Path("/nodes/{node}/{type}/{vmid}/config")
  ConfigReply config(
      @PathParam("node") String node, @PathParam("type") String type, @PathParam("vmid") int vmid);

  /** A running guest's configuration; current = 1 leaves out what waits for its next start. */
  @GET
  @Path("/nodes/{node}/{type}/{vmid}/config")
  ConfigReply configInUse(
      @PathParam("node") String node,
      @PathParam("type") String type,
      @PathParam("vmid") int vmid,
      @QueryParam("current") int current);

  /** The PCI mappings that the token may read. */
  @GET
  @Path("/cluster/mapping/pci")
  MappingsReply pciMappings();

  /** The USB mappings that the token may read. */
  @GET
  @Path("/cluster/mapping/usb")
  MappingsReply usbMappings();

  /** Starts it. */
  @POST
  @Path("/nodes/{node}/qemu/{vmid}/status/start")
  UpidReply start(@PathParam("node") String node, @PathParam("vmid") int vmid);

  /** Resumes it. */
  @POST
  @Path("/nodes/{node}/qemu/{vmid}/status/resume")
  UpidReply resume(@PathParam("node") String node, @PathParam("vmid") int vmid);

  /** Resets it. */
  @POST
  @Path("/nodes/{node}/qemu/{vmid}/status/reset")
  UpidReply reset(@PathParam("node") String node, @PathParam("vmid") int vmid);

  /** Asks the guest to power off; timeout in seconds. */
  @POST
  @Path("/nodes/{node}/{type}/{vmid}/status/shutdown")
  UpidReply shutdown(
      @PathParam("node") String node,
      @PathParam("type") String type,
      @PathParam("vmid") int vmid,
      @FormParam("timeout") long timeout);

  /** Suspends it; todisk = 1 hibernates. */
  @POST
  @Path("/nodes/{node}/qemu/{vmid}/status/suspend")
  UpidReply suspend(
      @PathParam("node") String node, @PathParam("vmid") int vmid, @FormParam("todisk") int todisk);

  /** Stops it at once. */
  @POST
  @Path("/nodes/{node}/{type}/{vmid}/status/stop")
  UpidReply stop(
      @PathParam("node") String node, @PathParam("type") String type, @PathParam("vmid") int vmid);

  /** The same; overrule-shutdown = 1 ends a shutdown under way (qemu-server 8.1.2). */
  @POST
  @Path("/nodes/{node}/{type}/{vmid}/status/stop")
  UpidReply stopOverruling(
      @PathParam("node") String node,
      @PathParam("type") String type,
      @PathParam("vmid") int vmid,
      @FormParam("overrule-shutdown") int overruleShutdown);

  /** What the guest agent can do. */
  @GET
  @Path("/nodes/{node}/qemu/{vmid}/agent/info")
  AgentReply agentInfo(@PathParam("node") String node, @PathParam("vmid") int vmid);

  /** The guest saves itself to disk and powers off. */
  @POST
  @Path("/nodes/{node}/qemu/{vmid}/agent/suspend-disk")
  AgentReply suspendDisk(@PathParam("node") String node, @PathParam("vmid") int vmid);

  /** The state of a task. */
  @GET
  @Path("/nodes/{node}/tasks/{upid}/status")
  TaskStatusReply taskStatus(@PathParam("node") String node, @PathParam("upid") String upid);

  /** What a task has printed, from its beginning. */
  @GET
  @Path("/nodes/{node}/tasks/{upid}/log")
  TaskLogReply taskLog(
      @PathParam("node") String node,
      @PathParam("upid") String upid,
      @QueryParam("limit") int limit);

  /** Aborts a task. */
  @DELETE
  @Path("/nodes/{node}/tasks/{upid}")
  EmptyReply abort(@PathParam("node") String node, @PathParam("upid") String upid);

  /** A VM's tasks; source {@code all} means those under way and those ended. */
  @GET
  @Path("/nodes/{node}/tasks")
  TasksReply tasks(
      @PathParam("node") String node,
      @QueryParam("source") String source,
      @QueryParam("vmid") int vmid,
      @QueryParam("limit") int limit);
}
